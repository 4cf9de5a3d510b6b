package dev.gyre.component.internal.wit;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.config.Position;
import dev.gyre.api.host.WitFile;
import dev.gyre.component.wit.WitException;

/** Cuts WIT text into words; comments are left out. For one thread. */
final class Lexer {
    private static final int LARGEST = 8 << 20;

    private final WitFile source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private Lexer(WitFile source) {
        this.source = source;
        this.text = source.text();
    }

    /** The words, an {@link Token.Kind#END} last. */
    static List<Token> tokens(WitFile source) {
        Lexer lexer = new Lexer(source);
        if (source.text().length() > LARGEST) {
            throw new WitException(Position.of(source.name()), "the text has more than " + LARGEST + " characters");
        }
        lexer.run();
        return lexer.tokens;
    }

    private Position here() {
        return new Position(source.name(), line, at - lineStart + 1);
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                newLine();
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                blockComment();
            } else {
                word(c);
            }
        }
        tokens.add(new Token(Token.Kind.END, "", false, here()));
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
    }

    private void blockComment() {
        Position begin = here();
        int depth = 0;
        do {
            if (at >= text.length()) {
                throw new WitException(begin, "a comment that does not end");
            } else if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else if (text.charAt(at) == '\n') {
                newLine();
            } else {
                at++;
            }
        } while (depth > 0);
    }

    private void word(char first) {
        Position position = here();
        int start = at;
        if (Character.isDigit(first)) {
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            tokens.add(new Token(Token.Kind.NUMBER, text.substring(start, at), false, position));
        } else if (first == '%' || letter(first)) {
            at++;
            while (at < text.length() && (letter(text.charAt(at)) || Character.isDigit(text.charAt(at)) || dash())) {
                at++;
            }
            boolean escaped = first == '%';
            String name = text.substring(escaped ? start + 1 : start, at);
            if (name.isEmpty()) {
                throw new WitException(position, "a percent sign is followed by a name");
            }
            tokens.add(new Token(Token.Kind.NAME, name, escaped, position));
        } else if (text.startsWith("->", at)) {
            at += 2;
            tokens.add(new Token(Token.Kind.SYMBOL, "->", false, position));
        } else if ("{}()<>,:;=/@*._-+".indexOf(first) >= 0) {
            at++;
            tokens.add(new Token(Token.Kind.SYMBOL, String.valueOf(first), false, position));
        } else {
            throw new WitException(position, "the character \"" + first + "\" has no meaning in WIT");
        }
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** A dash belongs to a name when the name goes on behind it. */
    private boolean dash() {
        return text.charAt(at) == '-' && at + 1 < text.length() && (letter(text.charAt(at + 1)) || Character.isDigit(text.charAt(at + 1)));
    }
}
