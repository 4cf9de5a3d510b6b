package dev.gyre.trigger.http.internal.serve;

/** Text of strangers in log lines: one line, no escape sequences, not endless. Stateless. */
final class Printable {
    private static final int LIMIT = 500;

    private Printable() {
    }

    static String of(String text) {
        boolean plain = text.length() <= LIMIT && text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '\\' && c != '"');
        if (plain) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.chars().limit(LIMIT).forEach(c -> {
            if (c == '\\' || c == '"') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || c >= 0x7f) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return text.length() > LIMIT ? out.append("...").toString() : out.toString();
    }
}
