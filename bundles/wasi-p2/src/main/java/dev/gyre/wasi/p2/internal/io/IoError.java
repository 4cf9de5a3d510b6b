package dev.gyre.wasi.p2.internal.io;

import java.util.Optional;

import dev.gyre.wasi.backend.WasiError;

/** The resource {@code error}: a stream's failure. Immutable. */
public final class IoError {
    private final String message;
    private final Optional<WasiError> cause;

    IoError(String message, Optional<WasiError> cause) {
        this.message = message;
        this.cause = cause;
    }

    public String toDebugString() {
        return message;
    }

    /** What failed in a file's stream. */
    public Optional<WasiError> cause() {
        return cause;
    }
}
