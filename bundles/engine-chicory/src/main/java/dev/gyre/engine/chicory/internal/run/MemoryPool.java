package dev.gyre.engine.chicory.internal.run;

import java.util.Map;
import java.util.Optional;
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
        return poll(pages).orElseGet(() -> image.fresh(pages));
    }

    private Optional<Linear> poll(long pages) {
        ConcurrentLinkedDeque<Linear> sized = free.get(pages);
        Optional<Linear> pooled = Optional.ofNullable(sized == null ? null : sized.pollFirst());
        pooled.ifPresent(linear -> bytes.addAndGet(-linear.bytes().length));
        return pooled;
    }

    /**
     * A larger memory with the same contents. Most guests have written little when they grow, and that alone is copied; one that has written most
     * is copied as it is, which costs one pass over its memory, where a new one, copying, and making it like the image again cost three.
     *
     * @throws OutOfMemoryError as {@link #take}
     */
    Linear grown(Linear linear, long pages) {
        Optional<Linear> pooled = poll(pages);
        if (pooled.isEmpty() && linear.isMostlyWritten()) {
            return linear.grown(pages);
        }
        Linear larger = pooled.orElseGet(() -> image.fresh(pages));
        larger.takeWritten(linear);
        return larger;
    }

    /** Takes back what has grown. */
    void giveSmaller(Linear linear) {
        if (!linear.isMostlyWritten()) {
            give(linear);
        }
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
