package dev.gyre.bindle.server.internal;

import dev.gyre.api.GyreException;

/** A request that is not fulfilled; the message is for the client. */
final class Refusal extends GyreException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    static Refusal notFound() {
        return new Refusal(404, "resource not found: if an item does not appear in our records, it does not exist!");
    }

    static Refusal exists() {
        return new Refusal(409, "resource already exists");
    }

    int status() {
        return status;
    }
}
