package dev.gyre.api.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a table was written, kept by what was made of it, so that a mistake found later is reported like one found while
 * reading. Immutable.
 *
 * @param path     dotted path of the table, such as {@code component.hello}
 * @param position of the table
 * @param fields   where the values of its keys were written
 */
public record Place(String path, Position position, Map<String, Position> fields) {
    public Place {
        fields = Map.copyOf(fields);
    }

    /** A place of which nothing but the source is known. */
    public static Place of(String source) {
        return new Place("", Position.of(source), Map.of());
    }

    static Place of(ConfigTable table) {
        Map<String, Position> fields = new LinkedHashMap<>();
        table.keys().forEach(key -> fields.put(key, table.value(key).orElseThrow().position()));
        return new Place(table.path(), table.position(), fields);
    }

    /** Where the value of a key is, or the table when it has no such key. */
    public Position at(String key) {
        return fields.getOrDefault(key, position);
    }

    /** The dotted path of a key. */
    public String field(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** An error about the value of a key, or about the table when it has no such key. */
    public ConfigException error(String key, String problem) {
        return new ConfigException(at(key), field(key), problem);
    }
}
