package dev.gyre.wasi.backend.http;

import dev.gyre.api.host.WitError;

/** An {@code error-code} as a function's result. */
public final class HttpError extends WitError {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;

    public HttpError(ErrorCode code) {
        super(code.toString());
        this.code = code;
    }

    @Override
    public ErrorCode error() {
        return code;
    }
}
