package dev.gyre.runtime.internal.deploy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.Uninterrupted;
import dev.gyre.api.runtime.DeployException;

/** Calls anybody's code: whatever it throws is an application that cannot run, and no end of the runtime's own thread. Stateless. */
final class PlugIn {
    private static final Logger LOG = LoggerFactory.getLogger(PlugIn.class);

    private PlugIn() {
    }

    /**
     * @param failure what it means when the call fails, as {@code application "a": trigger "timer" cannot be started}
     * @throws GyreException   that the plug-in threw, which is for the user
     * @throws DeployException for whatever else it threw, with its message; the rest of it is in the log
     */
    static <T> T call(String failure, Supplier<T> call) {
        try {
            return Objects.requireNonNull(call.get(), "it gave nothing");
        } catch (GyreException e) {
            throw e;
        } catch (Throwable e) {
            LOG.error("{}", failure, e);
            throw new DeployException(failure + ": " + said(e), e);
        }
    }

    /**
     * The same in a thread of its own, for which nobody waits longer than this.
     *
     * @param limit after it the thread is interrupted and left to itself
     * @param late  takes what nobody waits for any more
     * @throws DeployException when the limit is over; an interrupt of the calling thread does not end it and stays set
     */
    static <T> T call(String failure, Duration limit, Supplier<T> call, Consumer<T> late) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().name("gyre-plugin").start(() -> {
            try {
                T made = call(failure, call);
                if (!result.complete(made)) {
                    late.accept(made);
                }
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        long end = System.nanoTime() + limit.toNanos();
        boolean ended = Uninterrupted.await(() -> thread.join(Duration.ofNanos(end - System.nanoTime()))); // half a change would be left
        if (!ended && result.completeExceptionally(new DeployException(failure + " within " + limit.toSeconds() + " s and is left to itself; a bug in that plug-in"))) {
            thread.interrupt();
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }

    /** How long it says something may take, or the usual where it says nothing sensible. */
    static Duration atMost(Supplier<Duration> says, Duration usual, Duration longest) {
        try {
            Duration asked = says.get();
            return asked.isNegative() ? usual : asked.compareTo(longest) < 0 ? asked : longest;
        } catch (Throwable t) {
            return usual;
        }
    }

    /** An exception's message; the names of errors say more than their messages do. */
    static String said(Throwable thrown) {
        return thrown instanceof Error ? thrown.toString() : Optional.ofNullable(thrown.getMessage()).filter(m -> !m.isBlank()).orElseGet(thrown::toString);
    }
}
