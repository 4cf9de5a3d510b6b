package dev.gyre.host.redis.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.gyre.redis.ConnectionPool;
import dev.gyre.redis.RedisConnection;
import dev.gyre.redis.RedisFailure;

/**
 * The connections one event has to itself. Whoever runs commands of his own choice may change what a connection means
 * ({@code SELECT}, {@code MULTI}, {@code SUBSCRIBE}), so such a connection stays with its event and ends with it. For the
 * event's thread.
 */
final class EventConnections implements AutoCloseable {
    static final int MOST = 8;

    private final AppPool pool;
    private final Map<ConnectionPool.Key, RedisConnection> own = new HashMap<>();
    /** Failures so far, of which only some are logged. */
    int failures;

    EventConnections(AppPool pool) {
        this.pool = pool;
    }

    /** The event's own connection to an address, unless it broke. */
    Optional<RedisConnection> find(ConnectionPool.Key key) {
        RedisConnection found = own.get(key);
        if (found != null && !found.isOpen()) {
            own.remove(key);
            pool.giveBack(key, found, false);
            return Optional.empty();
        }
        return Optional.ofNullable(found);
    }

    /** @throws RedisFailure when the event has enough of them */
    void checkRoom() {
        if (own.size() >= MOST) {
            throw new RedisFailure("an event runs commands of its own on at most " + MOST + " addresses");
        }
    }

    void keep(ConnectionPool.Key key, RedisConnection connection) {
        own.put(key, connection);
    }

    @Override
    public void close() {
        own.forEach((key, connection) -> pool.giveBack(key, connection, false));
        own.clear();
    }
}
