package dev.gyre.wasi.backend.http;

import java.util.Optional;

import dev.gyre.api.host.WitResult;
import dev.gyre.wasi.backend.stream.Pollable;

/** The resource {@code future-trailers}. For the event's thread. */
public final class FutureTrailers {
    private boolean taken;

    public Pollable subscribe() {
        return () -> true;
    }

    /** What came behind the body, any number of times. */
    public Optional<WitResult<Optional<Fields>, ErrorCode>> peek() {
        return Optional.of(WitResult.ok(Optional.empty()));
    }

    /** What came behind the body, once; a second time the outer result is an error. */
    public Optional<WitResult<WitResult<Optional<Fields>, ErrorCode>, Void>> get() {
        if (taken) {
            return Optional.of(WitResult.error());
        }
        taken = true;
        return peek().map(WitResult::ok);
    }
}
