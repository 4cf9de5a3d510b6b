package dev.gyre.trigger.http.internal.serve;

import java.util.function.IntPredicate;

/** Text of strangers in log lines: one line, no escape sequences, not endless. Stateless. */
final class Printable {
    private static final int LIMIT = 1000;

    private Printable() {
    }

    /** For a message: only what controls terminals is escaped. */
    static String line(String text) {
        return escaped(text, c -> !Character.isISOControl(c));
    }

    /** For something between quotes: printable ASCII, less quotes and backslashes. */
    static String quoted(String text) {
        return escaped(text, c -> c >= ' ' && c < 0x7f && c != '\\' && c != '"');
    }

    private static String escaped(String text, IntPredicate plain) {
        if (text.length() <= LIMIT && text.chars().allMatch(plain)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.chars().limit(LIMIT).forEach(c -> {
            if (plain.test(c)) {
                out.append((char) c);
            } else {
                out.append(String.format("\\u%04x", c));
            }
        });
        return text.length() > LIMIT ? out.append("...").toString() : out.toString();
    }
}
