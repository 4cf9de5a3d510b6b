package dev.gyre.wasi.backend.http;

import dev.gyre.api.host.WitError;

/** A {@code header-error} as a function's result. */
public final class HeaderFailure extends WitError {
    private static final long serialVersionUID = 1L;

    private final HeaderError error;

    HeaderFailure(HeaderError error) {
        super(error.name());
        this.error = error;
    }

    @Override
    public HeaderError error() {
        return error;
    }
}
