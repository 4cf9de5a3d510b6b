package dev.gyre.api.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An immutable table of configuration whose accessors check types and say exactly what is wrong and where.
 *
 * <p>Whoever defines a table (the manifest, a trigger, an executor) reads it with the typed accessors and then calls
 * {@link #allowOnly} so that nothing a user wrote is ignored silently. Every accessor throws {@link ConfigException} on a
 * value of another type. Thread-safe.
 */
public final class ConfigTable {
    private final String path;
    private final Position position;
    private final Map<String, ConfigValue> values;

    /**
     * @param path     dotted path of this table for messages, such as {@code component[0].trigger}; empty for the root
     * @param position of the table's header
     * @param values   in the order they were written
     */
    public ConfigTable(String path, Position position, Map<String, ConfigValue> values) {
        this.path = path;
        this.position = position;
        this.values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A table without entries. */
    public static ConfigTable empty(String path, Position position) {
        return new ConfigTable(path, position, Map.of());
    }

    public String path() {
        return path;
    }

    public Position position() {
        return position;
    }

    /** The folder of the file it was written in, which paths in it are relative to. */
    public Path folder() {
        return Path.of(position.source()).toAbsolutePath().normalize().getParent();
    }

    /** Where it was written. */
    public Place place() {
        return Place.of(this);
    }

    /** The same table without some keys, as for a part of it that somebody else reads. */
    public ConfigTable without(Collection<String> left) {
        Map<String, ConfigValue> rest = new LinkedHashMap<>(values);
        rest.keySet().removeAll(left);
        return new ConfigTable(path, position, rest);
    }

    /** The keys in the order they were written. */
    public Set<String> keys() {
        return values.keySet();
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public Optional<ConfigValue> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public Optional<String> string(String key) {
        return value(key).map(v -> as(String.class, key, v, "a string"));
    }

    public String requiredString(String key) {
        return string(key).orElseThrow(() -> missing(key, "a string"));
    }

    public Optional<Long> integer(String key) {
        return value(key).map(v -> as(Long.class, key, v, "an integer"));
    }

    public Optional<Boolean> bool(String key) {
        return value(key).map(v -> as(Boolean.class, key, v, "true or false"));
    }

    public Optional<ConfigTable> table(String key) {
        return value(key).map(v -> as(ConfigTable.class, key, v, "a table"));
    }

    public ConfigTable requiredTable(String key) {
        return table(key).orElseThrow(() -> missing(key, "a table"));
    }

    /** A number of bytes: an integer, or a string with a unit ({@link Quantity#BYTES}). */
    public Optional<Long> bytes(String key) {
        return value(key).map(v -> switch (v.value()) {
            case Long l when l >= 0 -> l;
            case String s -> Quantity.bytes(s).orElseThrow(() -> badValue(key, Quantity.BYTES));
            default -> throw badValue(key, Quantity.BYTES);
        });
    }

    /** A time: a string with a unit ({@link Quantity#DURATION}). */
    public Optional<Duration> duration(String key) {
        return value(key).map(v -> switch (v.value()) {
            case String s -> Quantity.duration(s).orElseThrow(() -> badValue(key, Quantity.DURATION));
            default -> throw badValue(key, Quantity.DURATION);
        });
    }

    /** The values of an array, or nothing when the key is absent. */
    public List<ConfigValue> list(String key) {
        return value(key).map(v -> {
            List<ConfigValue> out = new ArrayList<>();
            for (Object o : as(List.class, key, v, "an array")) {
                out.add((ConfigValue) o);
            }
            return List.copyOf(out);
        }).orElse(List.of());
    }

    /** An array of strings, or nothing when the key is absent. */
    public List<String> strings(String key) {
        List<ConfigValue> list = list(key);
        List<String> out = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            out.add(as(String.class, key + "[" + i + "]", list.get(i), "a string"));
        }
        return List.copyOf(out);
    }

    /** An array of tables, or nothing when the key is absent. */
    public List<ConfigTable> tables(String key) {
        List<ConfigValue> list = list(key);
        List<ConfigTable> out = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            out.add(as(ConfigTable.class, key + "[" + i + "]", list.get(i), "a table"));
        }
        return List.copyOf(out);
    }

    /** A table of strings in written order, or nothing when the key is absent. */
    public Map<String, String> stringMap(String key) {
        Map<String, String> out = new LinkedHashMap<>();
        table(key).ifPresent(t -> t.keys().forEach(k -> out.put(k, t.requiredString(k))));
        return java.util.Collections.unmodifiableMap(out);
    }

    /** This table and, of the keys it lacks, the values of another; tables in both are joined likewise. Each value keeps its position. */
    public ConfigTable over(ConfigTable other) {
        Map<String, ConfigValue> all = new LinkedHashMap<>(other.values);
        values.forEach((key, value) -> all.merge(key, value, (under, own) -> own.value() instanceof ConfigTable o && under.value() instanceof ConfigTable u
                ? new ConfigValue(o.over(u), own.position()) : own));
        return new ConfigTable(path, position, all);
    }

    /**
     * Refuses every key that is not listed, naming the nearest allowed one.
     *
     * @throws ConfigException for the first unknown key in written order
     */
    public void allowOnly(Collection<String> allowed) {
        for (String key : values.keySet()) {
            if (!allowed.contains(key)) {
                String near = Nearest.of(key, allowed).map(n -> "did you mean \"" + n + "\"? ").orElse("");
                throw error(key, "unknown field; " + near + "allowed here: " + String.join(", ", new TreeSet<>(allowed)));
            }
        }
    }

    /** An error about the value of a key, or about the table when the key is absent. */
    public ConfigException error(String key, String problem) {
        ConfigValue v = values.get(key);
        return new ConfigException(v == null ? position : v.position(), field(key), problem);
    }

    /** An error about the value of a key that shows the value. */
    public ConfigException badValue(String key, String expected) {
        ConfigValue v = values.get(key);
        return error(key, "must be " + expected + (v == null ? "" : ", but is " + v.display()));
    }

    private ConfigException missing(String key, String expected) {
        return error(key, "required field is missing; it must be " + expected);
    }

    private <T> T as(Class<T> type, String key, ConfigValue v, String expected) {
        if (!type.isInstance(v.value())) {
            throw new ConfigException(v.position(), field(key), "must be " + expected + ", but is " + v.display() + " (" + v.typeName() + ")");
        }
        return type.cast(v.value());
    }

    private String field(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
