package dev.gyre.engine.chicory.internal.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.engine.chicory.internal.code.Linear;

/**
 * Memories of one module that are like its image, ready for the next event: of the size they begin with, and of those they grew
 * to, because many a guest grows at its first allocation. Bounded by their bytes. Thread-safe.
 */
final class MemoryPool {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryPool.class);

    private final MemoryImage image;
    private final PoolBudget budget;
    private final Map<Long, ConcurrentLinkedDeque<Linear>> free = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    MemoryPool(MemoryImage image, PoolBudget budget) {
        this.image = image;
        this.budget = budget;
        budget.add(this);
    }

    /** A memory of that many pages like the image. @throws OutOfMemoryError when none is free and the heap has no room for another */
    Linear take(long pages) {
        ConcurrentLinkedDeque<Linear> sized = free.get(pages);
        Linear pooled = sized == null ? null : sized.pollFirst();
        if (pooled == null) {
            return image.fresh(pages);
        }
        bytes.addAndGet(-pooled.bytes().length);
        return pooled;
    }

    /** A larger memory with the same contents, which costs what was written. @throws OutOfMemoryError as {@link #take} */
    Linear grown(Linear linear, long pages) {
        Linear larger = take(pages);
        larger.takeWritten(linear);
        return larger;
    }

    /** Takes back a memory that nobody else holds any more, and makes it like the image again. */
    void give(Linear linear) {
        int length = linear.bytes().length;
        if (bytes.addAndGet(length) > budget.share()) {
            bytes.addAndGet(-length);
            return;
        }
        image.restore(linear);
        if (budget.verifies() && !image.matches(linear)) {
            bytes.addAndGet(-length);
            LOG.error("a memory of {} bytes was written past its cards; it is not used again", length);
            budget.differed();
            return;
        }
        free.computeIfAbsent((long) length / Linear.PAGE, pages -> new ConcurrentLinkedDeque<>()).addFirst(linear);
    }

    /** How many memories are ready. */
    int size() {
        return free.values().stream().mapToInt(ConcurrentLinkedDeque::size).sum();
    }
}
