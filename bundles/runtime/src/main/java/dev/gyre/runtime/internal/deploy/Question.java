package dev.gyre.runtime.internal.deploy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What is asked of anybody's code over and over, in a thread of its own. While it owes an answer it is not asked again, and once {@link #LIMIT} is over
 * nobody waits for it any more. Thread-safe; blocks for that long.
 */
final class Question<T> {
    static final Duration LIMIT = Duration.ofSeconds(2);

    private record Asked<T>(long began, CompletableFuture<List<T>> answer) {
    }

    private final Supplier<List<T>> question;
    private final AtomicReference<Asked<T>> last = new AtomicReference<>();

    Question(Supplier<List<T>> question) {
        this.question = question;
    }

    /**
     * @return the answer, with nothing in it that is none
     * @throws Exception what it threw, or that the time was up
     */
    List<T> answer() throws Exception {
        Asked<T> asked = asked();
        try {
            return asked.answer.get(asked.began + LIMIT.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException("it does not say within " + LIMIT.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception known ? known : e;
        }
    }

    private Asked<T> asked() {
        Asked<T> before = last.get();
        if (before != null && !before.answer.isDone()) {
            return before;
        }
        Asked<T> now = new Asked<>(System.nanoTime(), new CompletableFuture<>());
        if (!last.compareAndSet(before, now)) {
            return last.get();
        }
        Thread.ofPlatform().daemon().name("gyre-plugin").start(() -> {
            try {
                now.answer.complete(List.copyOf(question.get()));
            } catch (Throwable t) {
                now.answer.completeExceptionally(t);
            }
        });
        return now;
    }
}
