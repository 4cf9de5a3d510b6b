package dev.gyre.trigger.http.internal.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;

/** What the user asked for at start, as a table, so that an option is read and refused exactly like the setting of its name. */
final class Options {
    /** Options, and at the same time the settings they win over. */
    static final List<String> KEYS = List.of("listen", "host", "base", "tls-cert", "tls-key", "access-log");

    private Options() {
    }

    static ConfigTable table(Map<String, String> options) {
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        options.forEach((key, value) -> values.put(key, new ConfigValue(value, Position.of("option --" + key))));
        ConfigTable table = new ConfigTable("", Position.of("options of the http trigger"), values);
        table.allowOnly(KEYS);
        return table;
    }

    /** Reads one as its setting is read; what is wrong with it is said of the option, as the user knows no other name. */
    static <T> Optional<T> read(ConfigTable options, Function<ConfigTable, Optional<T>> reading) {
        try {
            return reading.apply(options);
        } catch (ConfigException e) {
            throw new ConfigException(Position.of("option --" + e.field()), "", e.problem());
        }
    }
}
