package dev.gyre.wasi.backend;

import java.io.IOException;
import java.util.Locale;

import dev.gyre.api.GyreException;
import dev.gyre.wasi.backend.internal.IoErrors;

/** An operation that failed in a way the guest is told about. Guests cause these at will, so it has no stack trace. */
public class WasiException extends GyreException {
    private static final long serialVersionUID = 1L;

    private final WasiError error;

    WasiException(WasiError error, Throwable cause) {
        super(error.name().toLowerCase(Locale.ROOT).replace('_', ' '), cause);
        this.error = error;
    }

    /** What an exception of the JDK's means; {@link WasiError#IO} when it does not say. */
    public static WasiException of(IOException cause) {
        return new WasiException(IoErrors.classify(cause), cause);
    }

    public WasiError error() {
        return error;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
