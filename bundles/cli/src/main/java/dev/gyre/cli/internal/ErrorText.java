package dev.gyre.cli.internal;

/** Makes messages safe to print: what a manifest or a file name put into them must not command a terminal. Stateless. */
final class ErrorText {
    private ErrorText() {
    }

    /** The message with control and direction-changing characters shown as {@code \\uXXXX}; line ends stay. */
    static String of(String message) {
        StringBuilder out = new StringBuilder(message.length());
        message.codePoints().forEach(c -> {
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
