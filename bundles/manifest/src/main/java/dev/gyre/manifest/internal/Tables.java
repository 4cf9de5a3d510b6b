package dev.gyre.manifest.internal;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.gyre.api.config.ConfigTable;

/** Tables of tables. Stateless. */
final class Tables {
    private Tables() {
    }

    /** The tables in a table, in written order; nothing when there is no such table. */
    static Map<String, ConfigTable> of(ConfigTable parent, String key) {
        Map<String, ConfigTable> out = new LinkedHashMap<>();
        parent.table(key).ifPresent(table -> table.keys().forEach(name -> out.put(name, table.requiredTable(name))));
        return out;
    }
}
