package dev.gyre.wasi.backend.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import dev.gyre.api.host.WitResult;
import dev.gyre.api.http.HttpFields;
import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.OutputSink;
import dev.gyre.wasi.backend.stream.Pollable;

/** The resource {@code future-trailers}. For the event's thread. */
public final class FutureTrailers implements AutoCloseable {
    private final CompletableFuture<HttpFields> trailers;
    private final Runnable cancel;
    private boolean taken;

    private FutureTrailers(CompletableFuture<HttpFields> trailers, Runnable cancel) {
        this.trailers = trailers;
        this.cancel = cancel;
    }

    /** Of a body that was read to its end. */
    static FutureTrailers known(Supplier<HttpFields> trailers) {
        CompletableFuture<HttpFields> known = new CompletableFuture<>();
        settle(known, trailers::get);
        return new FutureTrailers(known, () -> { });
    }

    /** Of one that has bytes left, which a thread of its own passes over. */
    static FutureTrailers behind(InputSource source, Supplier<HttpFields> trailers) {
        CompletableFuture<HttpFields> later = new CompletableFuture<>();
        Thread rest = Thread.ofVirtual().name("gyre-trailers").start(() -> settle(later, () -> {
            byte[] passed = new byte[OutputSink.LARGEST];
            while (source.readOrEnd(passed, 0, passed.length) >= 0) {
                // on to the end
            }
            return trailers.get();
        }));
        return new FutureTrailers(later, rest::interrupt);
    }

    private static void settle(CompletableFuture<HttpFields> future, Supplier<HttpFields> work) {
        try {
            future.complete(work.get());
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
        }
    }

    public Pollable subscribe() {
        return () -> {
            if (trailers.isDone()) {
                return true;
            }
            Thread waiter = Thread.currentThread();
            trailers.whenComplete((_, _) -> LockSupport.unpark(waiter));
            return trailers.isDone();
        };
    }

    /** What came behind the body, any number of times. */
    public Optional<WitResult<Optional<Fields>, ErrorCode>> peek() {
        if (!trailers.isDone()) {
            return Optional.empty();
        }
        try {
            HttpFields fields = trailers.join();
            return Optional.of(WitResult.ok(fields.size() == 0 ? Optional.empty() : Optional.of(Fields.of(fields))));
        } catch (CompletionException e) {
            // The body broke off, or was longer than allowed: the log has it.
            return Optional.of(WitResult.error(new ErrorCode.ConnectionTerminated()));
        }
    }

    /** What came behind the body, once; a second time the outer result is an error. */
    public Optional<WitResult<WitResult<Optional<Fields>, ErrorCode>, Void>> get() {
        if (taken) {
            return Optional.of(WitResult.error());
        }
        Optional<WitResult<WitResult<Optional<Fields>, ErrorCode>, Void>> there = peek().map(WitResult::ok);
        taken = there.isPresent();
        return there;
    }

    @Override
    public void close() {
        cancel.run();
    }
}
