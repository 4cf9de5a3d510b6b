package dev.gyre.host.http.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.gyre.api.config.ConfigTable;

/** How many connections the components of an application together may use at one time, and whether connections are kept. Thread-safe; {@link #take} blocks. */
final class ConnectionRules {
    /** Without {@code [outbound_http]}. */
    static final ConnectionRules NONE = new ConnectionRules(true, Integer.MAX_VALUE);
    static final String SECTION = "outbound_http";
    private static final String POOLING = "connection_pooling";
    private static final String MOST = "max_connections";
    private static final String OLD_MOST = "max_concurrent_requests";

    private final boolean kept;
    private final int most;
    private final Semaphore free;

    private ConnectionRules(boolean kept, int most) {
        this.kept = kept;
        this.most = most;
        this.free = new Semaphore(most, true);
    }

    /**
     * {@code [outbound_http]} of Spin's {@code runtime-config.toml} (Spin 3.3), in force for one application. Of the deprecated key one connection more is allowed than it says.
     *
     * @throws dev.gyre.api.config.ConfigException for what is none
     */
    static ConnectionRules read(ConfigTable file) {
        if (!file.has(SECTION)) {
            return NONE;
        }
        ConfigTable table = file.requiredTable(SECTION);
        table.allowOnly(List.of(POOLING, MOST, OLD_MOST));
        if (table.has(MOST) && table.has(OLD_MOST)) {
            throw table.error(OLD_MOST, "is the old name of " + MOST + ", which is there, too; leave it out");
        }
        String key = table.has(OLD_MOST) ? OLD_MOST : MOST;
        long most = table.integer(key).map(n -> key.equals(OLD_MOST) ? n + 1 : n).orElse((long) Integer.MAX_VALUE);
        if (most < 0 || most > Integer.MAX_VALUE) {
            throw table.badValue(key, "0 or more");
        }
        return new ConnectionRules(table.bool(POOLING).orElse(true), (int) most);
    }

    boolean unlimited() {
        return most == Integer.MAX_VALUE;
    }

    boolean kept() {
        return kept;
    }

    /**
     * A place for one connection in use.
     *
     * @param nanos how long to wait for one
     * @return gives it back, however often it is run; nothing when there was none in time
     */
    Optional<Runnable> take(long nanos) throws InterruptedException {
        if (most == 0 || !free.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return Optional.of(() -> {
            if (held.getAndSet(false)) {
                free.release();
            }
        });
    }

    @Override
    public String toString() {
        return most + " connections at one time";
    }
}
