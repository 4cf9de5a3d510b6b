package dev.gyre.wasi.backend.socket;

import dev.gyre.api.host.WitError;

/** An {@code error-code} as a function's result. */
public final class SocketFailure extends WitError {
    private static final long serialVersionUID = 1L;

    private final SocketError error;

    SocketFailure(SocketError error) {
        super(error.name());
        this.error = error;
    }

    @Override
    public SocketError error() {
        return error;
    }
}
