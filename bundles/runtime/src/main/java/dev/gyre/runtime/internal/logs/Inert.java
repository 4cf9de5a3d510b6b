package dev.gyre.runtime.internal.logs;

/** Makes text of a guest harmless for a terminal. Stateless. */
public final class Inert {
    private Inert() {
    }

    /** The text with everything escaped that a terminal might obey: controls, and Unicode's direction marks. */
    public static String of(String text) {
        if (text.codePoints().noneMatch(Inert::active)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (!active(c)) {
                out.appendCodePoint(c);
            } else if (c <= 0xff) {
                out.append(String.format("\\x%02x", c));
            } else {
                out.append(String.format("\\u{%x}", c));
            }
        });
        return out.toString();
    }

    private static boolean active(int c) {
        int type = Character.getType(c);
        return c != '\t' && (type == Character.CONTROL || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR);
    }
}
