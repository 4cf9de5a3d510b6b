package dev.gyre.wasi.p2.internal.io;

import java.io.IOException;
import java.util.Optional;

import dev.gyre.api.host.WitError;
import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.WasiException;

/** A {@code stream-error} as a function's result. */
public final class StreamFailure extends WitError {
    private static final long serialVersionUID = 1L;

    private final transient StreamError error;

    StreamFailure(StreamError error) {
        super(error.toString());
        this.error = error;
    }

    static StreamFailure closed() {
        return new StreamFailure(new StreamError.Closed());
    }

    static StreamFailure of(IOException e) {
        return new StreamFailure(new StreamError.LastOperationFailed(new IoError(String.valueOf(e.getMessage()), Optional.empty())));
    }

    /** @throws dev.gyre.api.engine.TrapException when the event was interrupted: nobody waits for an answer then */
    static StreamFailure of(WasiException e) {
        if (e.error() == WasiError.INTERRUPTED) {
            throw Polls.interrupted();
        }
        return new StreamFailure(new StreamError.LastOperationFailed(new IoError(e.getMessage(), Optional.of(e.error()))));
    }

    @Override
    public StreamError error() {
        return error;
    }
}
