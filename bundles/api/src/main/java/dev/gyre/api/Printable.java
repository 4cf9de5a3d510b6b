package dev.gyre.api;

/** Makes text safe to print: what a manifest or a file name put into it must not command a terminal. Stateless. */
public final class Printable {
    private Printable() {
    }

    /** The text with control and direction-changing characters shown as {@code \\uXXXX}; line ends stay. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (c != '\n' && (type == Character.CONTROL || type == Character.FORMAT)) {
                out.append(String.format("\\u%04X", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
