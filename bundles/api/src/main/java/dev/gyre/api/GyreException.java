package dev.gyre.api;

/**
 * The root of Gyre's exceptions.
 *
 * <p>Messages are written for operators: lower case, with the offending value and what to do. They may name paths and hosts
 * and are therefore never sent to a client; what a client may read is in {@link dev.gyre.api.http.HttpFailure}.
 */
public class GyreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GyreException(String message) {
        super(message);
    }

    public GyreException(String message, Throwable cause) {
        super(message, cause);
    }
}
