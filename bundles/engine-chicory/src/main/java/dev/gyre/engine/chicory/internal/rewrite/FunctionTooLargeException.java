package dev.gyre.engine.chicory.internal.rewrite;

/** A function that fitted into a JVM method before it was rewritten, and not after. */
public final class FunctionTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int function;

    FunctionTooLargeException(int function, Throwable cause) {
        super("function " + function + " has no room in a method", cause);
        this.function = function;
    }

    /** Its index, imports counted. */
    public int function() {
        return function;
    }
}
