package dev.gyre.runtime.internal.settings;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.api.config.Quantity;
import dev.gyre.api.runtime.Limits;

/**
 * The container's settings, checked.
 *
 * @param limits      of components that say nothing of their own
 * @param totalMemory bytes of linear memory of all events
 * @param engine      of components nobody else says an engine for
 * @param warmUp      how long a new generation may take to become as fast as it gets, with a small share of the events
 * @param drain       how long running events may take to finish when what they use goes away
 * @param cacheSize   bytes of compiled modules kept on disk
 */
public record ContainerSettings(Limits limits, long totalMemory, Optional<EngineWish> engine, Duration warmUp, Duration drain, long cacheSize) {
    private static final String TOTAL = "total-memory";
    public static final ContainerSettings DEFAULT = new ContainerSettings(Limits.DEFAULT, share(50), Optional.empty(),
            Duration.ofMinutes(2), Duration.ofSeconds(10), 1L << 30);

    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    public static ContainerSettings of(RuntimeConfig config) {
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("memory", config.memory());
        limits.put("table-elements", (long) config.table$_$elements());
        limits.put("stack", config.stack());
        limits.put("deadline", config.deadline());
        limits.put("events", (long) config.events());
        limits.put("queue", (long) config.queue());
        limits.put("patience", config.patience());
        limits.put("log-bytes", config.log$_$bytes());
        limits.put("handles", (long) config.handles());
        limits.put("value-bytes", config.value$_$bytes());
        ConfigTable rest = table(Map.of("drain", config.drain(), "cache-size", config.cache$_$size(), "warm-up", config.warm$_$up(),
                TOTAL, config.total$_$memory()));
        return new ContainerSettings(
                LimitsReader.read(table(limits), Limits.DEFAULT),
                totalMemory(rest, config.total$_$memory().strip()),
                Optional.of(config.engine().strip()).filter(e -> !e.isEmpty()).map(e -> new EngineWish(e, "engine in configuration dev.gyre.runtime")),
                LimitsReader.duration(rest, "warm-up", Duration.ZERO).orElseThrow(),
                LimitsReader.duration(rest, "drain", Duration.ZERO).orElseThrow(),
                rest.bytes("cache-size").orElseThrow());
    }

    private static long totalMemory(ConfigTable table, String value) {
        if (value.matches("[1-9]\\d?%")) {
            return share(Integer.parseInt(value.substring(0, value.length() - 1)));
        }
        if (value.endsWith("%")) {
            throw table.badValue(TOTAL, "from 1% to 99% of the heap, or " + Quantity.BYTES);
        }
        return LimitsReader.bytes(table, TOTAL, LimitsReader.PAGE, 1L << 50).orElseThrow();
    }

    private static long share(int percent) {
        return Runtime.getRuntime().maxMemory() / 100 * percent;
    }

    private static ConfigTable table(Map<String, Object> values) {
        Position position = Position.of("configuration dev.gyre.runtime");
        Map<String, ConfigValue> out = new LinkedHashMap<>();
        values.forEach((key, value) -> out.put(key, new ConfigValue(value, position)));
        return new ConfigTable("", position, out);
    }
}
