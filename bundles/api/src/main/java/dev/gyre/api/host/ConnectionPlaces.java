package dev.gyre.api.host;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import dev.gyre.api.config.ConfigTable;

/** How many connections the components of an application together may use at one time, by one limit or several. Thread-safe. */
public final class ConnectionPlaces {
    /** Any number. */
    public static final ConnectionPlaces UNLIMITED = new ConnectionPlaces(List.of());

    private final List<Limit> limits;

    private record Limit(int most, String setting, Semaphore free) {
        boolean take(long nanos) throws InterruptedException {
            return most > 0 && (nanos > 0 ? free.tryAcquire(nanos, TimeUnit.NANOSECONDS) : free.tryAcquire()); // the former is fair
        }

        String said() {
            return "the operator allows the application " + most + " connections at one time (" + setting + "), and none became free";
        }
    }

    private ConnectionPlaces(List<Limit> limits) {
        this.limits = limits;
    }

    /**
     * As an operator's table says.
     *
     * @return as many as a key allows, 0 for none; any number without the key
     * @throws dev.gyre.api.config.ConfigException for what is none
     */
    public static ConnectionPlaces of(ConfigTable table, String key) {
        return of(table, key, 0);
    }

    /** @param more than the key says */
    public static ConnectionPlaces of(ConfigTable table, String key, int more) {
        if (!table.has(key)) {
            return UNLIMITED;
        }
        long most = table.integer(key).orElseThrow();
        if (most < 0) {
            throw table.badValue(key, "0 or more");
        }
        int places = (int) Math.min(most, Integer.MAX_VALUE - more) + more;
        return new ConnectionPlaces(List.of(new Limit(places, key + " of [" + table.path() + "]", new Semaphore(places, true))));
    }

    /** These, of which each takes one of the others, too. */
    public ConnectionPlaces within(ConnectionPlaces whole) {
        return new ConnectionPlaces(Stream.concat(limits.stream(), whole.limits.stream()).toList());
    }

    public boolean unlimited() {
        return limits.isEmpty();
    }

    /**
     * Takes a place, to be given back.
     *
     * @param nanos how long to wait for one; 0 or less not at all
     * @throws TimeoutException when there is none by then, with a message that names the setting
     */
    public void take(long nanos) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + Math.max(0, nanos);
        int taken = 0;
        try {
            for (Limit limit : limits) {
                if (!limit.take(end - System.nanoTime())) {
                    throw new TimeoutException(limit.said());
                }
                taken++;
            }
        } finally {
            if (taken < limits.size()) {
                limits.subList(0, taken).forEach(l -> l.free.release());
            }
        }
    }

    /** Gives one back. */
    public void giveBack() {
        limits.forEach(l -> l.free.release());
    }
}
