package dev.gyre.wasi.p1.internal.abi;

import java.util.Locale;

import dev.gyre.api.GyreException;

/** A call that fails with a number the back end knows nothing of. It never leaves this bundle, and has no stack trace. */
public final class ErrnoException extends GyreException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    ErrnoException(Errno errno) {
        super(errno.name().toLowerCase(Locale.ROOT));
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
