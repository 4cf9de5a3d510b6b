package dev.gyre.api;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How often one source's failures are told in a log. Clients can cause them by thousands a second, and whoever reads the log looks for
 * others in it, too. A burst is told, then a few each second, with the number of those between. Thread-safe.
 */
public final class LogRate {
    private final int burst;
    private final double nanosEach;
    private final LongSupplier nanos;
    /** Guarded by this, as is what follows: how many may be told now. */
    private double left;
    private long last;
    private long kept;

    /**
     * @param burst     how many are told at once
     * @param perSecond how many go on to be told
     */
    public LogRate(int burst, int perSecond) {
        this(burst, perSecond, System::nanoTime);
    }

    LogRate(int burst, int perSecond, LongSupplier nanos) {
        this.burst = burst;
        this.nanosEach = (double) TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.nanos = nanos;
        this.left = burst;
        this.last = nanos.getAsLong();
    }

    /** For the failures of one application's or component's requests. */
    public static LogRate ofFailures() {
        return new LogRate(500, 20);
    }

    /** Has one told, or counts it. @param line told at once, with how many were counted since the last */
    public void tell(LongConsumer line) {
        long before;
        synchronized (this) {
            long now = nanos.getAsLong();
            left = Math.min(burst, left + (now - last) / nanosEach);
            last = now;
            if (left < 1) {
                kept++;
                return;
            }
            left--;
            before = kept;
            kept = 0;
        }
        line.accept(before);
    }

    /** What a line says of those that were counted; empty when there are none. */
    public static String note(long kept) {
        return kept == 0 ? "" : " (" + kept + " failures since the last one told are not in this log)";
    }
}
