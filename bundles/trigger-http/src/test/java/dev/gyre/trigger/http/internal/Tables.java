package dev.gyre.trigger.http.internal;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;

/** Tables as a manifest reader would make them. */
public final class Tables {
    private Tables() {
    }

    /** @param pairs keys and values in turn; a value is a string, long, boolean or table */
    public static ConfigTable table(String path, Object... pairs) {
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put((String) pairs[i], new ConfigValue(pairs[i + 1], new Position("spin.toml", 10 + i / 2, 5)));
        }
        return new ConfigTable(path, new Position("spin.toml", 9, 1), values);
    }
}
