package dev.gyre.component.internal.bind;

import java.util.function.UnaryOperator;

/**
 * How a value gets from its canonical form to a user's Java type and back. Immutable and thread-safe.
 *
 * @param in  to the Java type
 * @param out to the canonical form
 */
record Conversion(UnaryOperator<Object> in, UnaryOperator<Object> out) {
    private static final UnaryOperator<Object> SAME = UnaryOperator.identity();

    /** Of types whose canonical form is the Java type. */
    static final Conversion NONE = new Conversion(SAME, SAME);

    boolean isNone() {
        return in == SAME && out == SAME;
    }
}
