package dev.gyre.api.engine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that many events together may keep on the host's heap at one time, in linear memories or in a host module's buffers:
 * what one event may take is no bound when thousands run. Thread-safe.
 */
public final class HeapBudget {
    private volatile long limit;
    private final Optional<HeapBudget> whole;
    private final AtomicLong used = new AtomicLong();

    public HeapBudget(long limit) {
        this(limit, Optional.empty());
    }

    private HeapBudget(long limit, Optional<HeapBudget> whole) {
        this.limit = limit;
        this.whole = whole;
    }

    /** A part of this budget: what is taken from the part is taken from this one too. */
    public HeapBudget part(long limitOfPart) {
        return new HeapBudget(limitOfPart, Optional.of(this));
    }

    /** A budget that never refuses. */
    public static HeapBudget unbounded() {
        return new HeapBudget(Long.MAX_VALUE);
    }

    /** @return false when there is no room; nothing is taken then */
    public boolean take(long bytes) {
        if (used.addAndGet(bytes) > limit || !whole.map(w -> w.take(bytes)).orElse(true)) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Gives back what {@link #take} took. */
    public void giveBack(long bytes) {
        used.addAndGet(-bytes);
        whole.ifPresent(w -> w.giveBack(bytes));
    }

    /** What is taken stays taken, also when that is more than the new limit. */
    public void changeLimit(long bytes) {
        limit = bytes;
    }

    public long limit() {
        return limit;
    }

    public long used() {
        return used.get();
    }
}
