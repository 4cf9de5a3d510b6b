package dev.gyre.component.internal.bind;

/** A Java type that is not the one a WIT type needs; whoever knows the function around it says the rest. */
final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Mismatch(String problem) {
        super(problem, null, false, false);
    }
}
