package dev.gyre.api.config;

import java.util.List;

/**
 * A value and where it was written.
 *
 * @param value    a {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link ConfigTable}, or a {@link List} of
 *                 {@code ConfigValue}; a TOML date or time is its text
 * @param position of the value's first character, or of its key
 */
public record ConfigValue(Object value, Position position) {
    /** How the value's type is called in messages. */
    public String typeName() {
        return switch (value) {
            case String s -> "string";
            case Long l -> "integer";
            case Double d -> "float";
            case Boolean b -> "boolean";
            case ConfigTable t -> "table";
            case List<?> l -> "array";
            default -> value.getClass().getSimpleName();
        };
    }

    /** The value as it is shown in messages: short, on one line. */
    public String display() {
        String text = switch (value) {
            case String s -> '"' + s + '"';
            case ConfigTable t -> "{...}";
            case List<?> l -> "[" + l.size() + " values]";
            default -> value.toString();
        };
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 80 ? line : line.substring(0, 77) + "...";
    }
}
