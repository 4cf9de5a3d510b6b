package dev.gyre.runtime.internal.event;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.gyre.api.runtime.Limits;
import dev.gyre.api.runtime.UnavailableException;

/** The places for events of one component, first come first served. Their number may change meanwhile. Thread-safe. */
final class Places {
    /** With permits that can be taken away from those who have them. */
    private static final class Permits extends Semaphore {
        private static final long serialVersionUID = 1L;

        Permits(int permits) {
            super(permits, true);
        }

        void take(int permits) {
            reducePermits(permits);
        }
    }

    private final String componentId;
    private final Permits free;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile Limits limits;
    /** Whether an event has begun since the watchdog looked. Several may find that none has: no harm done. */
    private boolean begun;
    /** Places nobody gets for now. */
    private volatile int withheld;

    Places(String componentId, Limits limits) {
        this.componentId = componentId;
        this.limits = limits;
        this.free = new Permits(limits.events());
    }

    /** Applies other limits. Events that have a place keep it, also when there are fewer now. */
    synchronized void become(Limits next) {
        int more = next.events() - limits.events();
        limits = next;
        if (more > 0) {
            free.release(more);
        } else {
            free.take(-more);
        }
    }

    /** Gives no more than so many places for now, or all there are. */
    synchronized void narrow(int places) {
        int next = Math.max(0, limits.events() - places);
        int more = withheld - next;
        withheld = next;
        if (more > 0) {
            free.release(more);
        } else {
            free.take(-more);
        }
    }

    /** An event begins. @return whether it is the first since the watchdog looked */
    boolean begins() {
        boolean first = !begun;
        if (first) {
            begun = true;
        }
        return first;
    }

    /** The watchdog has taken note of the events that have begun. */
    void looked() {
        begun = false;
    }

    /** Events that have a place. */
    int taken() {
        return limits.events() - withheld - free.availablePermits();
    }

    /** Events that wait for one. */
    int waiting() {
        return waiting.get();
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
        Limits now = limits;
        if (waiting.incrementAndGet() > now.queue()) {
            waiting.decrementAndGet();
            throw new UnavailableException("component \"" + componentId + "\": " + places(now) + " are taken and " + now.queue()
                    + " events wait already (queue)");
        }
        try {
            if (!free.tryAcquire(now.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UnavailableException("component \"" + componentId + "\": " + places(now) + " were taken for "
                        + now.patience().toMillis() + " ms (patience)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("component \"" + componentId + "\": interrupted while waiting for a place");
        } finally {
            waiting.decrementAndGet();
        }
    }

    private String places(Limits now) {
        int held = withheld;
        return held == 0 ? "all " + now.events() + " places (events)"
                : "the " + (now.events() - held) + " of " + now.events() + " places (events) that it has while its events compute for long";
    }

    void give() {
        free.release();
    }
}
