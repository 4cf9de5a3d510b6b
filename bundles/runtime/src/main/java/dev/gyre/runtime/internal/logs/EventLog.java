package dev.gyre.runtime.internal.logs;

import java.io.OutputStream;
import java.util.List;

/** One event's share of its component's logs; costs nothing until something is written. For the event's thread. */
public final class EventLog {
    private final List<LogSink> outSinks;
    private final List<LogSink> errSinks;
    private final long limit;
    private EventOutput out;
    private EventOutput err;

    EventLog(List<LogSink> outSinks, List<LogSink> errSinks, long limit) {
        this.outSinks = outSinks;
        this.errSinks = errSinks;
        this.limit = limit;
    }

    public OutputStream out() {
        if (outSinks.isEmpty()) {
            return OutputStream.nullOutputStream();
        }
        if (out == null) {
            out = new EventOutput(outSinks, limit);
        }
        return out;
    }

    public OutputStream err() {
        if (errSinks.isEmpty()) {
            return OutputStream.nullOutputStream();
        }
        if (err == null) {
            err = new EventOutput(errSinks, limit);
        }
        return err;
    }

    /** Writes what the event left behind. */
    public void finish() {
        if (out != null) {
            out.finish();
        }
        if (err != null) {
            err.finish();
        }
    }
}
