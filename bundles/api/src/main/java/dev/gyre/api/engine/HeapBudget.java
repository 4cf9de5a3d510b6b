package dev.gyre.api.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that many events together may keep on the host's heap at one time, in linear memories or in a host module's buffers:
 * what one event may take is no bound when thousands run. Thread-safe.
 */
public final class HeapBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    public HeapBudget(long limit) {
        this.limit = limit;
    }

    /** A budget that never refuses. */
    public static HeapBudget unbounded() {
        return new HeapBudget(Long.MAX_VALUE);
    }

    /** @return false when there is no room; nothing is taken then */
    public boolean take(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Gives back what {@link #take} took. */
    public void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    public long limit() {
        return limit;
    }

    public long used() {
        return used.get();
    }
}
