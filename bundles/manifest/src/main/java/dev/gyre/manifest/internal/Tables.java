package dev.gyre.manifest.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/** Tables of tables, and parts of tables. Stateless. */
final class Tables {
    private Tables() {
    }

    /** The tables in a table, in written order; nothing when there is no such table. */
    static Map<String, ConfigTable> of(ConfigTable parent, String key) {
        Map<String, ConfigTable> out = new LinkedHashMap<>();
        parent.table(key).ifPresent(table -> table.keys().forEach(name -> out.put(name, table.requiredTable(name))));
        return out;
    }

    /** The same table without some keys. */
    static ConfigTable without(ConfigTable table, List<String> left) {
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        table.keys().stream().filter(key -> !left.contains(key)).forEach(key -> values.put(key, table.value(key).orElseThrow()));
        return new ConfigTable(table.path(), table.position(), values);
    }
}
