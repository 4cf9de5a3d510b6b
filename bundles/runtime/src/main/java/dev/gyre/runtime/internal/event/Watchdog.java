package dev.gyre.runtime.internal.event;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the deadlines of all open events with one thread, and has those that compute for long take turns. An
 * event costs an entry in a set: the thread looks every few milliseconds while there are events, and is woken only for a
 * deadline that is nearer than its next look. Thread-safe.
 */
public final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    /** An event that runs at one look and still computes at the next is taken for one that goes on. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);
    /** While events take turns, so that newcomers are found out sooner. */
    private static final long CLOSE_LOOK = TimeUnit.MILLISECONDS.toNanos(5);
    /** So many looks without any event and the thread sleeps until there is one. */
    private static final int IDLE_LOOKS = 500;
    private static final long NEVER = Long.MAX_VALUE;

    private final Set<EventLease> open = ConcurrentHashMap.newKeySet();
    private final long origin = System.nanoTime();
    private final Carriers carriers = new Carriers();
    private final Turns turns = new Turns(Runtime.getRuntime().availableProcessors());
    private final Crowds crowds = new Crowds(Runtime.getRuntime().availableProcessors());
    private final Thread thread;
    private volatile long nextLook = NEVER;
    private volatile boolean stopped;
    /** Components of which an event has begun since the last look. */
    private final Set<Places> begun = ConcurrentHashMap.newKeySet();
    /** When events that compute were last looked at; the thread's own. */
    private long shared;

    public Watchdog() {
        thread = Thread.ofPlatform().daemon().name("gyre-watchdog").start(this::run);
    }

    /** Nanoseconds on the clock that deadlines are given in; never negative, never wraps. */
    long now() {
        return System.nanoTime() - origin;
    }

    void add(EventLease lease) {
        open.add(lease);
        if (lease.places().begins()) {
            begun.add(lease.places());
        }
        if (lease.nextCheck() < nextLook) {
            LockSupport.unpark(thread);
        }
    }

    void remove(EventLease lease) {
        open.remove(lease);
    }

    /** The events open now. */
    public List<EventLease> open() {
        return List.copyOf(open);
    }

    private void run() {
        int idle = 0;
        while (!stopped) {
            idle = open.isEmpty() ? idle + 1 : 0;
            long now = now();
            // Published before looking: an event added meanwhile either sees it and wakes this thread, or is seen here.
            long look = turns.areTaken() ? CLOSE_LOOK : LOOK;
            nextLook = idle > IDLE_LOOKS ? NEVER : now + look;
            long next = nextLook;
            for (EventLease lease : open) {
                next = Math.min(next, check(lease, now));
            }
            nextLook = next;
            if (now - shared >= look) {
                share(now);
            }
            if (idle > IDLE_LOOKS && open.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, Math.min(look, Math.max(1, next - now())));
            }
        }
        turns.end();
    }

    /** Not at every look, as those for deadlines may follow each other at once. */
    private void share(long now) {
        shared = now;
        List<Places> since = List.copyOf(begun);
        since.forEach(places -> {
            begun.remove(places);
            places.looked(); // in this order: an event that begins in between is missed, and the next one is not
        });
        Set<EventLease> computing = new HashSet<>();
        for (EventLease lease : open) {
            if (lease.computes()) {
                computing.add(lease);
                lease.heedInterrupt();
            }
        }
        turns.share(computing, !since.isEmpty(), now);
        Set<Places> crowding = crowds.look(open, since, System.nanoTime());
        turns.admit(open, crowding);
        carriers.adjust((int) open.stream().filter(lease -> computing.contains(lease) || crowding.contains(lease.places()) && !lease.waits())
                .filter(EventLease::isOnVirtualThread).count(), now);
    }

    private static long check(EventLease lease, long now) {
        try {
            return lease.check(now);
        } catch (RuntimeException e) {
            LOG.error("watching an event failed", e);
            return NEVER;
        }
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}
