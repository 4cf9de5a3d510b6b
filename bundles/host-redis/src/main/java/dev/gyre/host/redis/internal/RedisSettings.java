package dev.gyre.host.redis.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;

/** {@link RedisConfig}, checked; sizes in bytes. */
record RedisSettings(Duration timeout, int command, int reply, long buffers, int connections) {
    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    static RedisSettings of(RedisConfig config) {
        Position position = Position.of("configuration " + RedisHostModule.PID);
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        values.put("timeout", new ConfigValue(config.timeout(), position));
        values.put("command", new ConfigValue(config.command(), position));
        values.put("reply", new ConfigValue(config.reply(), position));
        values.put("buffers", new ConfigValue(config.buffers(), position));
        values.put("connections", new ConfigValue((long) config.connections(), position));
        ConfigTable table = new ConfigTable("", position, values);
        if (table.duration("timeout").orElseThrow().isZero()) {
            throw table.badValue("timeout", "more than nothing");
        }
        if (config.connections() < 1) {
            throw table.badValue("connections", "1 or more");
        }
        return new RedisSettings(table.duration("timeout").orElseThrow(), size(table, "command"), size(table, "reply"),
                table.bytes("buffers").orElseThrow(), config.connections());
    }

    /** One string of Redis is at most 512 MiB. */
    private static int size(ConfigTable table, String key) {
        long bytes = table.bytes(key).orElseThrow();
        if (bytes > 512L << 20) {
            throw table.badValue(key, "512 MiB or less");
        }
        return (int) bytes;
    }
}
