package dev.gyre.host.key.value.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.host.key.value.internal.store.StoreLimits;

/**
 * {@link KeyValueConfig}, checked.
 *
 * @param stores open in one event
 */
public record KeyValueSettings(StoreLimits limits, int stores, Duration timeout, int connections, long buffers) {
    private static final long MOST_VALUE = 60L << 20;

    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    static KeyValueSettings of(KeyValueConfig config) {
        Position position = Position.of("configuration " + KeyValueStores.PID);
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        Map.of("key", config.key(), "value", config.value(), "result", config.result(), "timeout", config.timeout(), "buffers", config.buffers())
                .forEach((key, text) -> values.put(key, new ConfigValue(text, position)));
        Map.of("keys", config.keys(), "stores", config.stores(), "connections", config.connections())
                .forEach((key, number) -> values.put(key, new ConfigValue((long) number, position)));
        ConfigTable table = new ConfigTable("", position, values);
        for (String number : new String[] {"keys", "stores", "connections"}) {
            if (table.integer(number).orElseThrow() < 1) {
                throw table.badValue(number, "1 or more");
            }
        }
        if (table.bytes("value").orElseThrow() > MOST_VALUE) {
            throw table.badValue("value", "60 MiB or less");
        }
        return new KeyValueSettings(new StoreLimits(table.bytes("key").orElseThrow(), table.bytes("value").orElseThrow(), table.bytes("result").orElseThrow(),
                config.keys()), config.stores(), table.duration("timeout").orElseThrow(), config.connections(), table.bytes("buffers").orElseThrow());
    }
}
