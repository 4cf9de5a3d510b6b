package dev.gyre.trigger.http.internal.serve;

import dev.gyre.http.listener.HttpLimits;

/**
 * Whether a client keeps up: how many bytes it moved in the time it was waited for. Time a guest spends between reads or
 * writes does not count against the client. For one thread at a time.
 */
final class Pace {
    private final long minRate;
    private long waitedNanos;
    private long bytes;

    Pace(long minRate) {
        this.minRate = minRate;
    }

    /** @return whether that is still fast enough */
    boolean moved(long count, long nanos) {
        bytes += count;
        waitedNanos += nanos;
        return waitedNanos < HttpLimits.RATE_GRACE.toNanos() || bytes >= minRate * (waitedNanos / 1_000_000_000L);
    }

    long waitedNanos() {
        return waitedNanos;
    }
}
