package dev.gyre.loader.local.internal.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern of Rust's {@code glob} crate 0.3, whose rules manifests rely on: {@code ?}, {@code *}, {@code [a-z]}, {@code [!a-z]},
 * and {@code **} as a whole step of the path. Case matters, hidden names match, a backslash is an ordinary character. Immutable.
 */
final class GlobPattern {
    /** One character or a run of them. */
    private sealed interface Token {
        record Literal(int c) implements Token {
        }

        record AnyCharacter() implements Token {
        }

        record AnyRun() implements Token {
        }

        /** Any number of whole steps: nothing, or everything up to and including a slash. */
        record AnySteps() implements Token {
        }

        /** Pairs of first and last character. */
        record OneOf(int[] ranges, boolean negated) implements Token {
            boolean matches(int c) {
                for (int i = 0; i < ranges.length; i += 2) {
                    if (c >= ranges[i] && c <= ranges[i + 1]) {
                        return !negated;
                    }
                }
                return negated;
            }
        }
    }

    private final String text;
    private final List<Token> tokens;

    private GlobPattern(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = List.copyOf(tokens);
    }

    /** @throws RefusedException when it is no pattern */
    static GlobPattern parse(String text) {
        return new GlobPattern(text, new Parser(text).parse());
    }

    /** The text this matches and nothing else, when there are no wildcards in it. */
    Optional<String> literal() {
        return tokens.stream().allMatch(t -> t instanceof Token.Literal) ? Optional.of(text) : Optional.empty();
    }

    /** Whether it is {@code **} and nothing else. */
    boolean isAnySteps() {
        return tokens.size() == 1 && tokens.getFirst() instanceof Token.AnySteps;
    }

    /** Whether it matches all of a name or path. Wildcards match slashes too. Takes time in proportion to the product of both lengths. */
    boolean matches(String path) {
        int[] chars = path.codePoints().toArray();
        boolean[] reached = new boolean[chars.length + 1];
        reached[0] = true;
        for (Token token : tokens) {
            reached = step(token, chars, reached);
        }
        return reached[chars.length];
    }

    /** From the positions the pattern may have come to, those after one more token. */
    private static boolean[] step(Token token, int[] chars, boolean[] from) {
        boolean[] to = new boolean[from.length];
        boolean running = false;
        for (int i = 0; i < from.length; i++) {
            switch (token) {
                case Token.AnyRun any -> {
                    running |= from[i];
                    to[i] = running;
                }
                case Token.AnySteps any -> {
                    to[i] = from[i] || running && i > 0 && chars[i - 1] == '/';
                    running |= from[i];
                }
                case Token.Literal(int c) -> to[i] = i > 0 && from[i - 1] && chars[i - 1] == c;
                case Token.AnyCharacter any -> to[i] = i > 0 && from[i - 1];
                case Token.OneOf set -> to[i] = i > 0 && from[i - 1] && set.matches(chars[i - 1]);
            }
        }
        return to;
    }

    /** For one pattern. */
    private static final class Parser {
        private final String text;
        private final int[] chars;
        private final List<Token> tokens = new ArrayList<>();
        private int at;

        Parser(String text) {
            this.text = text;
            this.chars = text.codePoints().toArray();
        }

        List<Token> parse() {
            while (at < chars.length) {
                switch (chars[at]) {
                    case '?' -> {
                        tokens.add(new Token.AnyCharacter());
                        at++;
                    }
                    case '*' -> stars();
                    case '[' -> set();
                    default -> tokens.add(new Token.Literal(chars[at++]));
                }
            }
            return tokens;
        }

        private void stars() {
            int start = at;
            while (at < chars.length && chars[at] == '*') {
                at++;
            }
            if (at - start == 1) {
                tokens.add(new Token.AnyRun());
                return;
            }
            boolean startsStep = start == 0 || chars[start - 1] == '/';
            boolean endsStep = at == chars.length || chars[at] == '/';
            if (at - start > 2 || !startsStep || !endsStep) {
                throw new RefusedException("the pattern \"" + text + "\" uses ** wrongly; it must stand alone between slashes, as in \"a/**/b\"");
            }
            tokens.add(new Token.AnySteps());
            if (at < chars.length) {
                at++;
            }
        }

        private void set() {
            boolean negated = at + 1 < chars.length && chars[at + 1] == '!';
            int first = at + (negated ? 2 : 1);
            // a bracket in the first place is an ordinary character
            int end = first + 1;
            while (end < chars.length && chars[end] != ']') {
                end++;
            }
            if (end >= chars.length) {
                throw new RefusedException("the pattern \"" + text + "\" has a \"[\" without its \"]\"; write [[] for the character itself");
            }
            List<Integer> ranges = new ArrayList<>();
            for (int i = first; i < end; i++) {
                ranges.add(chars[i]);
                if (i + 2 < end && chars[i + 1] == '-') {
                    i += 2;
                }
                ranges.add(chars[i]);
            }
            tokens.add(new Token.OneOf(ranges.stream().mapToInt(Integer::intValue).toArray(), negated));
            at = end + 1;
        }
    }
}
