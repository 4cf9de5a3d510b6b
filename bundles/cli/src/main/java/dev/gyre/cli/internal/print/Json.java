package dev.gyre.cli.internal.print;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes JSON (RFC 8259). Stateless. */
public final class Json {
    private Json() {
    }

    /**
     * @param value made of maps (in their order), collections, strings, numbers, booleans and optionals, where empty is null;
     *              anything else is written as its text
     */
    public static String of(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map -> {
                String between = "{";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(between);
                    string(entry.getKey().toString(), out);
                    out.append(':');
                    write(entry.getValue(), out);
                    between = ",";
                }
                out.append(map.isEmpty() ? "{}" : "}");
            }
            case Collection<?> list -> {
                out.append('[');
                for (Iterator<?> i = list.iterator(); i.hasNext();) {
                    write(i.next(), out);
                    out.append(i.hasNext() ? "," : "");
                }
                out.append(']');
            }
            case Optional<?> optional when optional.isEmpty() -> out.append("null");
            case Optional<?> optional -> write(optional.get(), out);
            case OptionalLong number -> out.append(number.isPresent() ? Long.toString(number.getAsLong()) : "null");
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            default -> string(value.toString(), out);
        }
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    // beyond ASCII too: what reads it may be a terminal
                    if (c < ' ' || c > '~') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
