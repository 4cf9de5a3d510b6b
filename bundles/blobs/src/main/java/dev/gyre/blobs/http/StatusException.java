package dev.gyre.blobs.http;

import dev.gyre.api.GyreException;

/** A server answered, but not what was asked for. The message names server and status. */
public final class StatusException extends GyreException {
    private static final long serialVersionUID = 1L;
    private final int status;

    public StatusException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
