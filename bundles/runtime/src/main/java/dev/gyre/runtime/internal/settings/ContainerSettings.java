package dev.gyre.runtime.internal.settings;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.api.runtime.Limits;

/**
 * The container's settings, checked.
 *
 * @param limits    of components that say nothing of their own
 * @param drain     how long running events may take to finish when what they use goes away
 * @param cacheSize bytes of compiled modules kept on disk
 */
public record ContainerSettings(Limits limits, Duration drain, long cacheSize) {
    public static final ContainerSettings DEFAULT = new ContainerSettings(Limits.DEFAULT, Duration.ofSeconds(10), 1L << 30);

    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    public static ContainerSettings of(RuntimeConfig config) {
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("memory", config.memory());
        limits.put("table-elements", (long) config.table$_$elements());
        limits.put("deadline", config.deadline());
        limits.put("events", (long) config.events());
        limits.put("queue", (long) config.queue());
        limits.put("patience", config.patience());
        limits.put("log-bytes", config.log$_$bytes());
        ConfigTable rest = table(Map.of("drain", config.drain(), "cache-size", config.cache$_$size()));
        return new ContainerSettings(
                LimitsReader.read(table(limits), Limits.DEFAULT),
                rest.duration("drain").orElseThrow(),
                rest.bytes("cache-size").orElseThrow());
    }

    private static ConfigTable table(Map<String, Object> values) {
        Position position = Position.of("configuration dev.gyre.runtime");
        Map<String, ConfigValue> out = new LinkedHashMap<>();
        values.forEach((key, value) -> out.put(key, new ConfigValue(value, position)));
        return new ConfigTable("", position, out);
    }
}
