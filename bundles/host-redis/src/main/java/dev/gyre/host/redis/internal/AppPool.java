package dev.gyre.host.redis.internal;

import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.gyre.api.host.ConnectionPlaces;
import dev.gyre.redis.ConnectionPool;
import dev.gyre.redis.RedisConnection;
import dev.gyre.redis.RedisFailure;

/**
 * The pool as one application may use it. Thread-safe.
 *
 * @param places of the application; what is kept for later has none
 */
record AppPool(ConnectionPool pool, ConnectionPlaces places) {
    /** As {@link ConnectionPool#take}, for as long as the application has places. */
    RedisConnection take(ConnectionPool.Key key, long deadline, Function<Long, RedisConnection> opening) {
        try {
            places.take(deadline - System.nanoTime());
        } catch (TimeoutException e) {
            throw new RedisFailure(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisFailure("interrupted while waiting for a connection", e);
        }
        try {
            return pool.take(key, deadline, opening);
        } catch (RuntimeException | Error e) {
            places.giveBack();
            throw e;
        }
    }

    /** As {@link ConnectionPool#giveBack}. */
    void giveBack(ConnectionPool.Key key, RedisConnection connection, boolean reusable) {
        try {
            pool.giveBack(key, connection, reusable);
        } finally {
            places.giveBack();
        }
    }
}
