package dev.gyre.api.host;

/**
 * What a method throws to return the error of a WIT {@code result}. A subclass narrows the type of {@link #error}, and a method
 * declares that subclass, so that its error can be checked against the WIT:
 *
 * <pre>
 *   public final class QueueFailure extends WitError {
 *       private final QueueError error;
 *       ...
 *       &#64;Override
 *       public QueueError error() {
 *           return error;
 *       }
 *   }
 * </pre>
 *
 * <p>It is an answer and no failure: it has no stack trace.
 */
public abstract class WitError extends Exception {
    private static final long serialVersionUID = 1L;

    protected WitError(String message) {
        super(message, null, false, false);
    }

    /** The error's payload. */
    public abstract Object error();
}
