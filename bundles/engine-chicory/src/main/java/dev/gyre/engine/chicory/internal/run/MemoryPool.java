package dev.gyre.engine.chicory.internal.run;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** Memories of one module that are like its image, ready for the next event. Thread-safe. */
final class MemoryPool {
    private final MemoryImage image;
    private final PoolBudget budget;
    private final ConcurrentLinkedDeque<Linear> free = new ConcurrentLinkedDeque<>();
    private final AtomicInteger size = new AtomicInteger();

    MemoryPool(MemoryImage image, PoolBudget budget) {
        this.image = image;
        this.budget = budget;
        budget.add(this);
    }

    /** @throws OutOfMemoryError when none is free and the heap has no room for another */
    Linear take() {
        Linear pooled = free.pollFirst();
        if (pooled == null) {
            return image.fresh();
        }
        size.decrementAndGet();
        return pooled;
    }

    /** Takes back a memory that nobody else holds any more, and makes it like the image again. */
    void give(Linear linear) {
        long capacity = budget.share() / Math.max(1, linear.bytes().length);
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            return;
        }
        image.restore(linear);
        assert image.matches(linear) : "a memory was written past its cards";
        free.addFirst(linear);
    }

    int size() {
        return size.get();
    }
}
