package dev.gyre.host.redis.internal;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.gyre.redis.ConnectionPool;
import dev.gyre.redis.RedisConnection;
import dev.gyre.redis.RedisFailure;

/**
 * The pool as one application may use it. Thread-safe.
 *
 * @param places of the application
 */
record AppPool(ConnectionPool pool, Places places) {
    /** As many connections as one application may use at one time; what is kept for later is not in use. */
    static final class Places {
        private final int most;
        private final Semaphore free;

        Places(int most) {
            this.most = most;
            free = new Semaphore(most, true);
        }
    }

    /** As {@link ConnectionPool#take}, for as long as the application has places. */
    RedisConnection take(ConnectionPool.Key key, long deadline, Function<Long, RedisConnection> opening) {
        try {
            if (!places.free.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw new RedisFailure("all " + places.most + " connections of the application are in use (max_connections of [" + RedisHostModule.SECTION + "])");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisFailure("interrupted while waiting for one of " + places.most + " connections", e);
        }
        try {
            return pool.take(key, deadline, opening);
        } catch (RuntimeException | Error e) {
            places.free.release();
            throw e;
        }
    }

    /** As {@link ConnectionPool#giveBack}. */
    void giveBack(ConnectionPool.Key key, RedisConnection connection, boolean reusable) {
        try {
            pool.giveBack(key, connection, reusable);
        } finally {
            places.free.release();
        }
    }
}
