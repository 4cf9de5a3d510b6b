package dev.gyre.serve.internal;

import java.util.Optional;

/** Finds where something stands in a text of TOML 1.0, so that it can be replaced and the rest stays as it was written. For one thread. */
final class TomlText {
    private final String text;
    private int at;

    private TomlText(String text) {
        this.text = text;
    }

    /**
     * An entry from its key to the end of its last line, comment included.
     *
     * @param end of the text after it, before the line's end
     */
    record Entry(int begin, int end) {
    }

    /** Of this key, bare or quoted, before the first table; nothing when it is not there. */
    static Optional<Entry> entry(String text, String key) {
        return new TomlText(text).find(key);
    }

    private Optional<Entry> find(String key) {
        while (true) {
            skipEmpty();
            if (at >= text.length() || text.charAt(at) == '[') {
                return Optional.empty();
            }
            int begin = at;
            String name = key();
            value();
            if (name.equals(key)) {
                return Optional.of(new Entry(begin, at > begin && text.charAt(at - 1) == '\r' ? at - 1 : at));
            }
        }
    }

    private void skipEmpty() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '#')) {
            if (text.charAt(at) == '#') {
                toLineEnd();
            } else {
                at++;
            }
        }
    }

    private void toLineEnd() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    /** Up to its equals sign; without quotes, which do not matter for a key that needs none. */
    private String key() {
        int begin = at;
        while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != '\n') {
            if (!string()) {
                at++;
            }
        }
        String written = text.substring(begin, at).strip();
        boolean quoted = written.length() > 1 && "\"'".indexOf(written.charAt(0)) >= 0 && written.charAt(0) == written.charAt(written.length() - 1);
        return quoted ? written.substring(1, written.length() - 1) : written;
    }

    /** Up to the end of the line it ends in. */
    private void value() {
        int depth = 0;
        while (at < text.length() && (depth > 0 || text.charAt(at) != '\n')) {
            char c = text.charAt(at);
            if (c == '#') {
                toLineEnd();
            } else if (!string()) {
                depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
                at++;
            }
        }
    }

    /** Past a string, of one line or several. */
    private boolean string() {
        char quote = text.charAt(at);
        if (quote != '"' && quote != '\'') {
            return false;
        }
        String three = String.valueOf(quote).repeat(3);
        String end = text.startsWith(three, at) ? three : String.valueOf(quote);
        at += end.length();
        while (at < text.length() && !text.startsWith(end, at)) {
            at += quote == '"' && text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(text.length(), at + end.length());
        // up to two quotes may stand right before the three that end it
        while (end.length() == 3 && at < text.length() && text.charAt(at) == quote) {
            at++;
        }
        return true;
    }
}
