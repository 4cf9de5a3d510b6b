package dev.gyre.component.internal.wit;

import dev.gyre.api.config.Position;

/**
 * A word of WIT text.
 *
 * @param escaped an identifier written with a percent sign, which is never a keyword
 */
record Token(Kind kind, String text, boolean escaped, Position position) {
    /** What kinds of words there are. */
    enum Kind {
        /** A kebab-case identifier or a keyword. */
        NAME,
        NUMBER,
        SYMBOL,
        END
    }

    boolean is(String wanted) {
        return !escaped && text.equals(wanted) && kind != Kind.END;
    }

    /** For messages. */
    @Override
    public String toString() {
        return kind == Kind.END ? "the end of the file" : "\"" + text + "\"";
    }
}
