package dev.gyre.runtime.internal.event;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.gyre.api.runtime.Limits;
import dev.gyre.api.runtime.UnavailableException;

/** The places for events of one component, first come first served. Thread-safe. */
final class Places {
    private final String componentId;
    private final Limits limits;
    private final Semaphore free;
    private final AtomicInteger waiting = new AtomicInteger();

    Places(String componentId, Limits limits) {
        this.componentId = componentId;
        this.limits = limits;
        this.free = new Semaphore(limits.events(), true);
    }

    /**
     * Takes a place, waiting for one as long as the limits say.
     *
     * @throws UnavailableException when none came free, or too many wait already
     */
    void take() {
        if (!free.hasQueuedThreads() && free.tryAcquire()) {
            return;
        }
        if (waiting.incrementAndGet() > limits.queue()) {
            waiting.decrementAndGet();
            throw new UnavailableException("component \"" + componentId + "\": all " + limits.events() + " places (events) are taken and "
                    + limits.queue() + " events wait already (queue)");
        }
        try {
            if (!free.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UnavailableException("component \"" + componentId + "\": all " + limits.events()
                        + " places (events) were taken for " + limits.patience().toMillis() + " ms (patience)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("component \"" + componentId + "\": interrupted while waiting for a place");
        } finally {
            waiting.decrementAndGet();
        }
    }

    void give() {
        free.release();
    }
}
