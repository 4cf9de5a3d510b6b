package dev.gyre.manifest.internal;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.Position;

/**
 * TOML text made safe for the parser. The parser's time grows with the cube of the blank and comment lines in a row, and its
 * memory with every value, so such lines are taken out and what no sane manifest needs is refused before it starts.
 *
 * @param text  without the lines that hold nothing
 * @param lines the original number of each line of {@code text}
 */
record TomlText(String text, int[] lines) {
    /**
     * @param tokens brackets, commas, dots and equals signs, which bound the keys and values
     */
    record Limits(int characters, int tokens) {
        /** What people write. */
        static final Limits MANIFEST = new Limits(1 << 20, 20_000);
        /** What programs make: an invoice of a bindle with 6,000 parcels. The parser takes up to a few seconds and 100 MB for it. */
        static final Limits LISTING = new Limits(2 << 20, 100_000);
    }

    /** @throws ConfigException when the text is beyond a limit */
    static TomlText of(String raw, String source, Limits limits) {
        if (raw.length() > limits.characters()) {
            throw new ConfigException(Position.of(source), "", "the text has " + raw.length()
                    + " characters; at most " + limits.characters() + " are allowed");
        }
        return new Scanner(raw.startsWith("\uFEFF") ? raw.substring(1) : raw, source, limits.tokens()).scan();
    }

    /** Follows strings, comments and brackets, and nothing else of TOML. */
    private static final class Scanner {
        private final String raw;
        private final String source;
        private final int maxTokens;
        private final StringBuilder kept = new StringBuilder();
        private final int[] lines;
        private int keptLines;
        private int line = 1;
        private int tokens;
        /** The delimiter of the multi-line string we are in; empty outside. */
        private String block = "";

        Scanner(String raw, String source, int maxTokens) {
            this.raw = raw;
            this.source = source;
            this.maxTokens = maxTokens;
            this.lines = new int[(int) raw.chars().filter(c -> c == '\n').count() + 1];
        }

        TomlText scan() {
            for (int start = 0; start <= raw.length(); line++) {
                int newline = raw.indexOf('\n', start);
                int end = newline < 0 ? raw.length() : newline + 1;
                if (!block.isEmpty() || holdsSomething(start, end)) {
                    lines[keptLines++] = line;
                    scanLine(start, end);
                    kept.append(raw, start, end);
                }
                if (newline < 0) {
                    break;
                }
                start = end;
            }
            return new TomlText(kept.toString(), java.util.Arrays.copyOf(lines, Math.max(1, keptLines)));
        }

        private boolean holdsSomething(int start, int end) {
            for (int i = start; i < end; i++) {
                char c = raw.charAt(i);
                if (c == '#') {
                    return false;
                }
                if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                    return true;
                }
            }
            return false;
        }

        private void scanLine(int start, int end) {
            int i = start;
            while (i < end) {
                if (!block.isEmpty()) {
                    i = endOfBlock(i, end);
                    continue;
                }
                char c = raw.charAt(i);
                if (c == '#') {
                    return;
                }
                if (c == '"' || c == '\'') {
                    i = string(c, i, end);
                    continue;
                }
                count(c, i - start + 1);
                i++;
            }
        }

        /** Steps over a one-line string, or into a multi-line one. A string without end stops at the line's end. */
        private int string(char quote, int at, int end) {
            String triple = String.valueOf(quote).repeat(3);
            if (raw.startsWith(triple, at)) {
                block = triple;
                return at + 3;
            }
            for (int i = at + 1; i < end; i++) {
                char c = raw.charAt(i);
                if (c == '\\' && quote == '"') {
                    i++;
                } else if (c == quote) {
                    return i + 1;
                }
            }
            return end;
        }

        private int endOfBlock(int from, int end) {
            for (int i = from; i < end; i++) {
                if (raw.charAt(i) == '\\' && block.charAt(0) == '"') {
                    i++;
                } else if (raw.startsWith(block, i)) {
                    int after = i + 3;
                    // one or two more quotes belong to the string
                    while (after < end && after < i + 5 && raw.charAt(after) == block.charAt(0)) {
                        after++;
                    }
                    block = "";
                    return after;
                }
            }
            return end;
        }

        private void count(char c, int column) {
            if ("[{=,.".indexOf(c) < 0) {
                return;
            }
            tokens++;
            if (tokens > maxTokens) {
                throw new ConfigException(new Position(source, line, column), "",
                        "too many keys and values; at most " + maxTokens + " are allowed");
            }
        }
    }
}
