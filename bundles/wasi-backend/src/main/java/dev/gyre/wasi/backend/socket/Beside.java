package dev.gyre.wasi.backend.socket;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

import dev.gyre.wasi.backend.stream.Pollable;

/** Something that takes time, done beside the guest. For the event's thread. */
final class Beside<T> implements Pollable {
    private final CompletableFuture<T> result;
    private volatile Optional<Thread> waiter = Optional.empty();

    private Beside(CompletableFuture<T> result) {
        this.result = result;
        result.whenComplete((_, _) -> waiter.ifPresent(LockSupport::unpark));
    }

    static <T> Beside<T> done(T value) {
        return new Beside<>(CompletableFuture.completedFuture(value));
    }

    static <T> Beside<T> start(String name, Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().name(name).start(() -> {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return new Beside<>(result);
    }

    @Override
    public boolean ready() {
        waiter = Optional.of(Thread.currentThread());
        return result.isDone();
    }

    /** @throws SocketFailure {@link SocketError#WOULD_BLOCK} while it goes on, and what it failed with */
    T get() throws SocketFailure {
        if (!result.isDone()) {
            throw SocketError.WOULD_BLOCK.failure();
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            throw SocketError.of(e.getCause()).failure();
        }
    }
}
