package dev.gyre.manifest.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/** Writes a manifest as TOML, laid out as people write manifests. For one thread. */
final class TomlWriter {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");
    /** Tables with a header of their own, by depth; others are inline. */
    private static final Map<String, Integer> SECTIONS = new TreeMap<>(Map.of("application", 3, "variables", 1, "trigger", 2, "component", 2));
    private static final String BUILD = "build";

    private final StringBuilder out = new StringBuilder();

    private TomlWriter() {
    }

    static String write(ConfigTable root) {
        TomlWriter writer = new TomlWriter();
        writer.section(List.of(), root);
        return writer.out.toString();
    }

    private void section(List<String> path, ConfigTable table) {
        List<String> below = new ArrayList<>();
        for (String key : table.keys()) {
            ConfigValue value = table.value(key).orElseThrow();
            if (isSection(path, key, value)) {
                below.add(key);
            } else {
                out.append(key(key)).append(" = ").append(inline(value)).append('\n');
            }
        }
        for (String key : below) {
            List<String> inner = new ArrayList<>(path);
            inner.add(key);
            switch (table.value(key).orElseThrow().value()) {
                case ConfigTable t -> {
                    if (t.keys().isEmpty() || t.keys().stream().anyMatch(k -> !isSection(inner, k, t.value(k).orElseThrow()))) {
                        header("[", inner, "]");
                    }
                    section(inner, t);
                }
                case List<?> list -> list.forEach(element -> {
                    header("[[", inner, "]]");
                    section(inner, (ConfigTable) ((ConfigValue) element).value());
                });
                default -> throw new IllegalStateException(key);
            }
        }
    }

    private static boolean isSection(List<String> path, String key, ConfigValue value) {
        boolean tables = value.value() instanceof ConfigTable
                || value.value() instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(e -> ((ConfigValue) e).value() instanceof ConfigTable);
        String first = path.isEmpty() ? key : path.getFirst();
        boolean build = first.equals("component") && path.size() == 2 && key.equals(BUILD);
        return tables && (path.size() < SECTIONS.getOrDefault(first, 0) || build);
    }

    private void header(String open, List<String> path, String close) {
        out.append(out.isEmpty() ? "" : "\n").append(open).append(path.stream().map(TomlWriter::key).collect(Collectors.joining("."))).append(close).append('\n');
    }

    private static String key(String key) {
        return BARE.matcher(key).matches() ? key : string(key);
    }

    private static String inline(ConfigValue value) {
        return switch (value.value()) {
            case ConfigTable t when t.keys().isEmpty() -> "{}";
            case ConfigTable t -> t.keys().stream().map(k -> key(k) + " = " + inline(t.value(k).orElseThrow())).collect(Collectors.joining(", ", "{ ", " }"));
            case List<?> list -> list.stream().map(e -> inline((ConfigValue) e)).collect(Collectors.joining(", ", "[", "]"));
            case String text -> string(text);
            default -> value.value().toString();
        };
    }

    private static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').append((char) c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        out.append(String.format("\\u%04X", c));
                    } else {
                        out.append((char) c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
