package dev.gyre.engine.chicory.internal.compile;

import dev.gyre.api.engine.CompileOptions.Progress;

/** A compilation's progress as one number, of which each of its steps has a share: about what it takes of the time. Thread-safe. */
final class Steps {
    private static final int ALL = 1000;

    private final Progress listener;
    private long told;

    Steps(Progress listener) {
        this.listener = listener;
    }

    /** The progress of a step that begins when so many thousandths of all are done, and ends at so many. */
    Progress step(int from, int to) {
        return (done, of) -> tell(of <= 0 ? to : from + (long) ((to - from) * ((double) done / of)));
    }

    void done() {
        tell(ALL);
    }

    /** Steps are done again, and threads come late: the listener never sees less than before. */
    private synchronized void tell(long now) {
        if (now > told) {
            told = now;
            listener.compiled(now, ALL);
        }
    }
}
