package dev.gyre.doctor.internal;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.config.Position;

/** Small changes of a text that leave the rest, comments above all, as it is. Stateless. */
final class Text {
    private Text() {
    }

    /** The text with a line before all others. */
    static String first(String text, String line) {
        return line + "\n" + text;
    }

    /**
     * The text with what stands at a position replaced.
     *
     * @param from what stands there, or later in that line
     */
    static String replace(String text, Position at, String from, String to) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String line = lines.get(at.line() - 1);
        int column = line.indexOf(from, Math.min(Math.max(0, at.column() - 1), line.length()));
        if (column < 0) {
            column = line.indexOf(from);
        }
        if (column < 0) {
            return text;
        }
        lines.set(at.line() - 1, line.substring(0, column) + to + line.substring(column + from.length()));
        return String.join("\n", lines);
    }

    /** The text with a line after the one at a position. */
    static String after(String text, Position at, String added) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        lines.add(Math.min(at.line(), lines.size()), added);
        return String.join("\n", lines);
    }
}
