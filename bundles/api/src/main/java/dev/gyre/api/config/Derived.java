package dev.gyre.api.config;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;

/**
 * What somebody makes of a table, made once and kept for as long as the table is: all who serve one application share it. Thread-safe.
 *
 * @param <T> must not refer to its table
 */
public final class Derived<T> {
    private final Function<ConfigTable, T> making;
    /** By identity, which is what tables are equal by. */
    private final Map<ConfigTable, T> made = new WeakHashMap<>();

    /** @param making called for one table at a time; may throw, and is asked again then */
    public Derived(Function<ConfigTable, T> making) {
        this.making = making;
    }

    public synchronized T of(ConfigTable table) {
        T known = made.get(table);
        if (known == null) {
            known = making.apply(table);
            made.put(table, known);
        }
        return known;
    }
}
