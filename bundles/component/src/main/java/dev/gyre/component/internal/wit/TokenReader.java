package dev.gyre.component.internal.wit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.gyre.api.config.Position;
import dev.gyre.api.host.WitFile;
import dev.gyre.component.wit.WitException;

/** Reads words one after the other. For one thread. */
class TokenReader {
    private final List<Token> tokens;
    private int at;

    TokenReader(WitFile source) {
        this.tokens = Lexer.tokens(source);
    }

    final Token peek() {
        return tokens.get(at);
    }

    final Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    final Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    final boolean at(String word) {
        return peek().is(word);
    }

    final boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /** Takes the word if it is next. */
    final boolean take(String word) {
        boolean there = at(word);
        if (there) {
            next();
        }
        return there;
    }

    final Position expect(String word) {
        if (!at(word)) {
            throw unexpected("\"" + word + "\"");
        }
        return next().position();
    }

    final Token name(String what) {
        if (peek().kind() != Token.Kind.NAME) {
            throw unexpected(what);
        }
        return next();
    }

    final WitException unexpected(String wanted) {
        return new WitException(peek().position(), "here is " + peek() + ", where " + wanted + " is expected");
    }

    /** Things between two marks, separated by commas, one of which may be last. */
    final <T> List<T> list(String open, String close, Supplier<T> element) {
        expect(open);
        List<T> out = new ArrayList<>();
        while (!take(close)) {
            out.add(element.get());
            if (!take(",") && !at(close)) {
                throw unexpected("\",\" or \"" + close + "\"");
            }
        }
        return List.copyOf(out);
    }
}
