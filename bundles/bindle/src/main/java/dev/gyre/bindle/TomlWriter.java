package dev.gyre.bindle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/**
 * Writes TOML: maps as tables, lists of maps as arrays of tables, strings, whole numbers, booleans and lists of those. Values come
 * before tables, in their order. The style is that of Spin's files (toml-rs, pretty). Stateless.
 */
public final class TomlWriter {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");

    private final StringBuilder out = new StringBuilder();

    private TomlWriter() {
    }

    public static String write(Map<String, ?> table) {
        TomlWriter writer = new TomlWriter();
        writer.table("", table);
        return writer.out.toString();
    }

    /** A value that was read, as {@link #write} takes it. */
    public static Object plain(ConfigValue value) {
        return switch (value.value()) {
            case ConfigTable table -> {
                Map<String, Object> out = new LinkedHashMap<>();
                table.keys().forEach(key -> out.put(key, plain(table.value(key).orElseThrow())));
                yield out;
            }
            case List<?> list -> list.stream().map(v -> plain((ConfigValue) v)).toList();
            default -> value.value();
        };
    }

    private void table(String path, Map<String, ?> table) {
        table.forEach((key, value) -> {
            if (!isTable(value) && !isTables(value)) {
                out.append(key(key)).append(" = ");
                value(value);
                out.append('\n');
            }
        });
        table.forEach((key, value) -> {
            String at = path.isEmpty() ? key(key) : path + "." + key(key);
            if (isTable(value)) {
                Map<String, ?> inner = cast(value);
                // a table of tables only needs no header
                if (inner.isEmpty() || inner.values().stream().anyMatch(v -> !isTable(v) && !isTables(v))) {
                    header("[" + at + "]");
                }
                table(at, inner);
            } else if (isTables(value)) {
                for (Object element : (List<?>) value) {
                    header("[[" + at + "]]");
                    table(at, cast(element));
                }
            }
        });
    }

    private void header(String header) {
        // directly below the header of an element, of which it is a part
        boolean below = out.isEmpty() || out.charAt(out.length() - 2) == ']' && out.indexOf("[[", out.lastIndexOf("\n", out.length() - 2) + 1) >= 0;
        out.append(below ? "" : "\n").append(header).append('\n');
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> cast(Object table) {
        return (Map<String, ?>) table;
    }

    private static boolean isTable(Object value) {
        return value instanceof Map;
    }

    private static boolean isTables(Object value) {
        return value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(TomlWriter::isTable);
    }

    private void value(Object value) {
        switch (value) {
            case String s -> out.append(string(s));
            case List<?> list -> {
                out.append('[');
                for (int i = 0; i < list.size(); i++) {
                    out.append(list.size() == 1 ? "" : "\n    ");
                    value(list.get(i));
                    out.append(list.size() == 1 ? "" : ",");
                }
                out.append(list.size() > 1 ? "\n]" : "]");
            }
            case Map<?, ?> map -> {
                out.append("{ ");
                int[] left = {map.size()};
                map.forEach((k, v) -> {
                    out.append(key((String) k)).append(" = ");
                    value(v);
                    out.append(--left[0] > 0 ? ", " : "");
                });
                out.append(" }");
            }
            default -> out.append(value);
        }
    }

    private static String key(String key) {
        return BARE.matcher(key).matches() ? key : escaped(key);
    }

    private static String string(String text) {
        boolean literal = text.indexOf('\'') < 0 && text.chars().noneMatch(c -> c < ' ' || c == 0x7f);
        return literal ? "'" + text + "'" : escaped(text);
    }

    private static String escaped(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append(String.format("\\u%04X", c));
                    } else {
                        quoted.append((char) c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
