package dev.gyre.engine.kit.differ;

import dev.gyre.engine.kit.generate.Program;

/** Something that runs programs and tells what happened. For one thread at a time. */
public interface Subject extends AutoCloseable {
    String name();

    /**
     * Runs a program in a fresh instance.
     *
     * @param millis it may take
     * @return what happened, line by line, as {@link Outcome} writes it
     */
    Outcome run(Program program, long millis);

    /** What of another's outcome this one can tell too: an engine that knows fewer kinds of traps has the others made coarser. */
    default Outcome comparable(Outcome other) {
        return other;
    }

    @Override
    default void close() {
        // most hold nothing
    }
}
