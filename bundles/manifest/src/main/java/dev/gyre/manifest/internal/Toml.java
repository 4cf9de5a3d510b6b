package dev.gyre.manifest.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;

/** Turns TOML 1.0 text into configuration tables with positions. For one thread and one text. */
final class Toml {
    private static final Pattern DEFINED_TWICE = Pattern.compile("(.*) previously defined at line (\\d+), column (\\d+)", Pattern.DOTALL);

    private static final Pattern UNQUOTED = Pattern.compile("Unexpected '[\\w./~*$]', expected a value");

    private final TomlText text;
    private final String source;

    private Toml(TomlText text, String source) {
        this.text = text;
        this.source = source;
    }

    /** @throws ConfigException for the first thing in the text that is no TOML, or when it is beyond the limits of manifests */
    static ConfigTable parse(String raw, String source) {
        return parse(raw, source, TomlText.Limits.MANIFEST);
    }

    /** @throws ConfigException for the first thing in the text that is no TOML, or when it is beyond a limit */
    static ConfigTable parse(String raw, String source, TomlText.Limits limits) {
        TomlText text = TomlText.of(raw, source, limits);
        TomlParseResult result = org.tomlj.Toml.parse(text.text());
        Toml toml = new Toml(text, source);
        if (result.hasErrors()) {
            throw toml.translate(result.errors().get(0));
        }
        return toml.table(result, "", new Position(source, 1, 1));
    }

    private ConfigException translate(TomlParseError error) {
        Matcher twice = DEFINED_TWICE.matcher(error.getMessage());
        if (twice.matches()) {
            return new ConfigException(position(error.position()), twice.group(1), "is defined twice; the first definition is at line "
                    + original(Integer.parseInt(twice.group(2))) + ", column " + twice.group(3));
        }
        String message = error.getMessage();
        String quotes = UNQUOTED.matcher(message).matches() ? "; text must be in quotes" : "";
        return new ConfigException(position(error.position()), "",
                "this is not TOML: " + Character.toLowerCase(message.charAt(0)) + message.substring(1) + quotes);
    }

    private ConfigTable table(TomlTable table, String path, Position position) {
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        for (String key : table.keySet()) {
            List<String> step = List.of(key);
            Position at = position(table.inputPositionOf(step));
            values.put(key, value(table.get(step), path.isEmpty() ? key : path + "." + key, at));
        }
        return new ConfigTable(path, position, values);
    }

    private ConfigValue value(Object value, String path, Position position) {
        return new ConfigValue(switch (value) {
            case TomlTable t -> table(t, path, position);
            case TomlArray a -> array(a, path);
            case String s -> s;
            case Long l -> l;
            case Double d -> d;
            case Boolean b -> b;
            default -> value.toString();
        }, position);
    }

    private List<ConfigValue> array(TomlArray array, String path) {
        List<ConfigValue> values = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            values.add(value(array.get(i), path + "[" + i + "]", position(array.inputPositionOf(i))));
        }
        return List.copyOf(values);
    }

    private Position position(TomlPosition position) {
        return new Position(source, original(position.line()), position.column());
    }

    private int original(int line) {
        return text.lines()[Math.min(line, text.lines().length) - 1];
    }
}
