package dev.gyre.redis;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Connections of all components, in use and kept. A kept one serves again only for the same component, the same address
 * with the same credentials, and while the address still leads to the same checked addresses. Thread-safe.
 */
public final class ConnectionPool implements AutoCloseable {
    private static final int KEPT_SECONDS = 30;

    /** What makes two connections the same. */
    public record Key(String owner, RedisAddress address, Set<InetSocketAddress> leadsTo, RedisConnection.Limits limits) {
    }

    private static final class Places extends Semaphore {
        private static final long serialVersionUID = 1L;

        private int most;

        Places(int most) {
            super(most, true);
            this.most = most;
        }

        synchronized int most() {
            return most;
        }

        synchronized void most(int next) {
            if (next < most) {
                reducePermits(most - next);
            } else {
                release(next - most);
            }
            most = next;
        }
    }

    private record Kept(Key key, RedisConnection connection, long since) {
    }

    private final Places places;
    private final ReentrantLock lock = new ReentrantLock();
    /** Oldest first. */
    private final Set<Kept> kept = new LinkedHashSet<>();
    private boolean closed;

    /** @param most connections open at one time */
    public ConnectionPool(int most, Deadlines deadlines) {
        places = new Places(most);
        deadlines.every(KEPT_SECONDS / 3, this::dropOld);
    }

    /** @param most connections open at one time from now on; those that are open over it stay until their users are done */
    public void changeMost(int most) {
        places.most(most);
    }

    /**
     * A connection for one user at a time, to be given back to {@link #giveBack}.
     *
     * @param opening  makes a new one until the given time
     * @param deadline as {@link System#nanoTime}
     * @throws RedisFailure when there is none in time; an interrupt stays set
     */
    public RedisConnection take(Key key, long deadline, Function<Long, RedisConnection> opening) {
        while (true) {
            Optional<Kept> found = remove(k -> k.key().equals(key));
            if (found.isEmpty()) {
                break;
            }
            if (found.get().connection().isQuiet()) {
                return found.get().connection();
            }
            drop(found.get().connection());
        }
        place(deadline);
        try {
            return opening.apply(deadline);
        } catch (RuntimeException | Error e) {
            places.release();
            throw e;
        }
    }

    private void place(long deadline) {
        if (places.tryAcquire()) {
            return;
        }
        // All places taken: one of those that only wait has to make room.
        remove(k -> true).ifPresent(k -> drop(k.connection()));
        try {
            if (!places.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw new RedisFailure("all " + places.most() + " connections are in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisFailure("interrupted while waiting for one of " + places.most() + " connections", e);
        }
    }

    /** @param reusable whether it is as a new one would be */
    public void giveBack(Key key, RedisConnection connection, boolean reusable) {
        if (reusable && connection.isOpen()) {
            lock.lock();
            try {
                if (!closed) {
                    kept.add(new Kept(key, connection, System.nanoTime()));
                    return;
                }
            } finally {
                lock.unlock();
            }
        }
        drop(connection);
    }

    private Optional<Kept> remove(java.util.function.Predicate<Kept> wanted) {
        lock.lock();
        try {
            Iterator<Kept> all = kept.iterator();
            while (all.hasNext()) {
                Kept one = all.next();
                if (wanted.test(one)) {
                    all.remove();
                    return Optional.of(one);
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void drop(RedisConnection connection) {
        connection.close();
        places.release();
    }

    private void dropOld() {
        long now = System.nanoTime();
        while (remove(k -> now - k.since() > TimeUnit.SECONDS.toNanos(KEPT_SECONDS)).map(k -> {
            drop(k.connection());
            return k;
        }).isPresent()) {
            // Until there is none.
        }
    }

    /** Connections open now. */
    public int open() {
        return places.most() - places.availablePermits();
    }

    /** Closes what is kept; what is in use is closed when it comes back. */
    @Override
    public void close() {
        List<Kept> all;
        lock.lock();
        try {
            closed = true;
            all = new ArrayList<>(kept);
            kept.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(k -> drop(k.connection()));
    }
}
