package dev.gyre.blobs.http;

import dev.gyre.api.GyreException;

/** A server could not be asked, or was not able to answer. What was pulled earlier may do instead. */
public final class UnreachableException extends GyreException {
    private static final long serialVersionUID = 1L;

    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
