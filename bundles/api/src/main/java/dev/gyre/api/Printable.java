package dev.gyre.api;

import java.util.function.IntPredicate;

/** Makes text safe to print: what a manifest, a file name or a stranger put into it must not command a terminal. Stateless. */
public final class Printable {
    /** Characters of a stranger's text in one line of the log. */
    private static final int LIMIT = 1000;

    private Printable() {
    }

    /** The text with control and direction-changing characters shown as {@code \\uXXXX}; line ends stay. */
    public static String of(String text) {
        return escaped(text, c -> c == '\n' || isInert(c));
    }

    /** The same in one line, and cut where a stranger's text would be endless. */
    public static String line(String text) {
        return bounded(text, Printable::isInert);
    }

    /** For a place between quotes: printable ASCII without quotes and backslashes, in one line, cut as by {@link #line}. */
    public static String quoted(String text) {
        return bounded(text, c -> c >= ' ' && c < 0x7f && c != '\\' && c != '"');
    }

    private static boolean isInert(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL && type != Character.FORMAT;
    }

    private static String bounded(String text, IntPredicate plain) {
        return text.length() > LIMIT ? escaped(text.substring(0, LIMIT), plain) + "..." : escaped(text, plain);
    }

    private static String escaped(String text, IntPredicate plain) {
        if (text.codePoints().allMatch(plain)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (plain.test(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format("\\u%04X", c));
            }
        });
        return out.toString();
    }
}
