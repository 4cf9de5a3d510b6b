package dev.gyre.wasi.backend.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

import dev.gyre.api.host.WitResult;
import dev.gyre.wasi.backend.stream.Pollable;

/** The resource {@code future-incoming-response}. For the event's thread; the response may come on any. */
public final class FutureIncomingResponse implements AutoCloseable {
    private final CompletableFuture<IncomingResponse> response;
    private final Runnable cancel;
    private boolean taken;

    /**
     * @param response fails with {@link HttpError}
     * @param cancel   called when the guest drops this without having taken the response
     */
    public FutureIncomingResponse(CompletableFuture<IncomingResponse> response, Runnable cancel) {
        this.response = response;
        this.cancel = cancel;
    }

    public Pollable subscribe() {
        return () -> {
            if (response.isDone()) {
                return true;
            }
            Thread waiter = Thread.currentThread();
            response.whenComplete((r, e) -> LockSupport.unpark(waiter));
            return response.isDone();
        };
    }

    /** The response once it is there, once; a second time the outer result is an error. */
    public Optional<WitResult<WitResult<IncomingResponse, ErrorCode>, Void>> get() {
        if (!response.isDone()) {
            return Optional.empty();
        }
        if (taken) {
            return Optional.of(WitResult.error());
        }
        taken = true;
        try {
            return Optional.of(WitResult.ok(WitResult.ok(response.join())));
        } catch (CompletionException e) {
            ErrorCode code = e.getCause() instanceof HttpError error ? error.error() : ErrorCode.internal(String.valueOf(e.getCause()));
            return Optional.of(WitResult.ok(WitResult.error(code)));
        }
    }

    @Override
    public void close() {
        if (!taken) {
            cancel.run();
        }
    }
}
