package dev.gyre.host.http.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;

/**
 * {@link HttpConfig}, checked; sizes in bytes.
 */
record HttpSettings(Duration timeout, long requestBody, long responseBody, long buffers, int connections, int depth) {
    static final HttpSettings DEFAULT = new HttpSettings(Duration.ofSeconds(60), 32L << 20, 32L << 20, 256L << 20, 64, 10);

    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    static HttpSettings of(HttpConfig config) {
        Position position = Position.of("configuration " + HttpClients.PID);
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        values.put("timeout", new ConfigValue(config.timeout(), position));
        values.put("request-body", new ConfigValue(config.request$_$body(), position));
        values.put("response-body", new ConfigValue(config.response$_$body(), position));
        values.put("buffers", new ConfigValue(config.buffers(), position));
        values.put("connections", new ConfigValue((long) config.connections(), position));
        values.put("depth", new ConfigValue((long) config.depth(), position));
        ConfigTable table = new ConfigTable("", position, values);
        if (table.duration("timeout").orElseThrow().isZero()) {
            throw table.badValue("timeout", "more than nothing");
        }
        if (config.connections() < 1) {
            throw table.badValue("connections", "1 or more");
        }
        if (config.depth() < 0) {
            throw table.badValue("depth", "0 or more");
        }
        return new HttpSettings(table.duration("timeout").orElseThrow(), size(table, "request-body"), size(table, "response-body"),
                table.bytes("buffers").orElseThrow(), config.connections(), config.depth());
    }

    /** A body is one array or less in a guest's memory of at most 4 GiB, and its length an int. */
    private static long size(ConfigTable table, String key) {
        long bytes = table.bytes(key).orElseThrow();
        if (bytes > Integer.MAX_VALUE) {
            throw table.badValue(key, "less than 2 GiB");
        }
        return bytes;
    }
}
