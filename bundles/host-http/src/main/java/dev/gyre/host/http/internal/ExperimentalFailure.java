package dev.gyre.host.http.internal;

import dev.gyre.api.GyreException;

/** An error a guest of {@code wasi_experimental_http} gets as a number. */
final class ExperimentalFailure extends GyreException {
    private static final long serialVersionUID = 1L;

    /** The errors in the order of their numbers, from 0 (wasi-experimental-http 0.9, witx/wasi_experimental_http.witx). */
    enum Code {
        SUCCESS, INVALID_HANDLE, MEMORY_NOT_FOUND, MEMORY_ACCESS_ERROR, BUFFER_TOO_SMALL, HEADER_NOT_FOUND, UTF8_ERROR,
        DESTINATION_NOT_ALLOWED, INVALID_METHOD, INVALID_ENCODING, INVALID_URL, REQUEST_ERROR, RUNTIME_ERROR, TOO_MANY_SESSIONS
    }

    private final Code code;

    ExperimentalFailure(Code code) {
        super(code.name());
        this.code = code;
    }

    Code code() {
        return code;
    }

    static Code code(OutboundFailure.Kind kind) {
        return switch (kind) {
            case DESTINATION_NOT_ALLOWED -> Code.DESTINATION_NOT_ALLOWED;
            case INVALID_URL -> Code.INVALID_URL;
            case INVALID_METHOD -> Code.INVALID_METHOD;
            case INVALID_HEADERS -> Code.INVALID_ENCODING;
            case REQUEST -> Code.REQUEST_ERROR;
            case LOOP, RUNTIME -> Code.RUNTIME_ERROR;
        };
    }

    /** An answer to the guest, seen by nobody else. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
