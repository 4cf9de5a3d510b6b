package dev.gyre.runtime.internal.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.runtime.Limits;

/** Reads a {@code limits} table. Stateless. */
final class LimitsReader {
    private static final Set<String> KEYS =
            Set.of("memory", "table-elements", "stack", "deadline", "events", "queue", "patience", "log-bytes", "handles", "value-bytes");
    static final long PAGE = 1L << 16;
    private static final long LEAST_STACK = 64L << 10;
    private static final Duration LONGEST = Duration.ofDays(30);

    private LimitsReader() {
    }

    /** The limits of a table; what it does not say comes from {@code base}. */
    static Limits read(ConfigTable table, Limits base) {
        table.allowOnly(KEYS);
        return new Limits(
                bytes(table, "memory", PAGE, 4L << 30).orElse(base.memoryBytes()),
                integer(table, "table-elements", 0, 10_000_000).orElse(base.tableElements()),
                stack(table).orElse(base.stackBytes()),
                duration(table, "deadline", Duration.ofMillis(1)).orElse(base.deadline()),
                integer(table, "events", 1, 100_000).orElse(base.events()),
                integer(table, "queue", 0, 1_000_000).orElse(base.queue()),
                duration(table, "patience", Duration.ZERO).orElse(base.patience()),
                bytes(table, "log-bytes", 0, 1L << 30).orElse(base.logBytes()),
                integer(table, "handles", 0, 1 << 26).orElse(base.handles()),
                bytes(table, "value-bytes", 0, 1L << 30).orElse(base.valueBytes()));
    }

    private static Optional<Long> stack(ConfigTable table) {
        return table.bytes("stack").map(v -> {
            if (v != 0 && v < LEAST_STACK || v > 1L << 30) {
                throw table.badValue("stack", "0, which leaves it to the engine, or from " + LEAST_STACK + " to " + (1L << 30) + " bytes");
            }
            return v;
        });
    }

    static Optional<Long> bytes(ConfigTable table, String key, long min, long max) {
        return table.bytes(key).map(v -> {
            if (v < min || v > max) {
                throw table.badValue(key, "from " + min + " to " + max + " bytes");
            }
            return v;
        });
    }

    private static Optional<Integer> integer(ConfigTable table, String key, int min, int max) {
        return table.integer(key).map(v -> {
            if (v < min || v > max) {
                throw table.badValue(key, "from " + min + " to " + max);
            }
            return v.intValue();
        });
    }

    static Optional<Duration> duration(ConfigTable table, String key, Duration min) {
        return table.duration(key).map(v -> {
            if (v.compareTo(min) < 0 || v.compareTo(LONGEST) > 0) {
                throw table.badValue(key, "from " + min.toMillis() + "ms to " + LONGEST.toHours() + "h");
            }
            return v;
        });
    }
}
