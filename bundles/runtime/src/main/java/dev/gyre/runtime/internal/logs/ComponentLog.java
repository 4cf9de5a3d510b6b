package dev.gyre.runtime.internal.logs;

import java.util.List;

/** Where one component's output goes. Thread-safe. */
public final class ComponentLog {
    private final List<LogSink> out;
    private final List<LogSink> err;

    ComponentLog(List<LogSink> out, List<LogSink> err) {
        this.out = out;
        this.err = err;
    }

    /**
     * The log as one event sees it.
     *
     * @param limit bytes for each of the two streams
     */
    public EventLog event(long limit) {
        return new EventLog(out, err, limit);
    }
}
