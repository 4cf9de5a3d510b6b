package dev.gyre.api.engine;

/**
 * How to compile a module.
 *
 * @param name     of the module in messages and back-traces, usually the component's id
 * @param cache    where compiled artefacts are kept
 * @param progress told how far the compiler is
 */
public record CompileOptions(String name, CompileCache cache, Progress progress) {
    /** Told how far a compiler is, from any of its threads. Must not block. */
    @FunctionalInterface
    public interface Progress {
        /** Looks at nothing. */
        Progress IGNORED = (done, of) -> { };

        /**
         * @param done of the work, whatever the engine counts; never less than before
         * @param of   all of it
         */
        void compiled(long done, long of);
    }

    public CompileOptions(String name, CompileCache cache) {
        this(name, cache, Progress.IGNORED);
    }

    /** Compile without a cache. */
    public static CompileOptions uncached(String name) {
        return new CompileOptions(name, CompileCache.NONE);
    }
}
