package dev.gyre.api.engine;

/**
 * How to compile a module.
 *
 * @param name  of the module in messages and back-traces, usually the component's id
 * @param cache where compiled artefacts are kept
 */
public record CompileOptions(String name, CompileCache cache) {
    /** Compile without a cache. */
    public static CompileOptions uncached(String name) {
        return new CompileOptions(name, CompileCache.NONE);
    }
}
