package dev.gyre.policy.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up without letting a slow name server stop anything else: the operating system's call cannot be interrupted and
 * would hold on to a carrier of virtual threads, so it runs on a few threads of its own and callers wait, bounded.
 *
 * <p>Thread-safe. Blocks; an interrupt ends the wait.
 */
final class NameLookup implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int WAITING = 256;

    /** The operating system's lookup, or a test's. */
    @FunctionalInterface
    interface Source {
        InetAddress[] lookUp(String name) throws UnknownHostException;
    }

    private final Source source;
    private final Duration limit;
    private final ThreadPoolExecutor threads;

    NameLookup(Source source, Duration limit) {
        this.source = source;
        this.limit = limit;
        threads = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("gyre-name-lookup-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws UnknownHostException also when the answer takes too long, too many wait, or the thread is interrupted */
    List<InetAddress> addresses(String name) throws UnknownHostException {
        Future<InetAddress[]> answer;
        try {
            answer = threads.submit(() -> source.lookUp(name));
        } catch (RejectedExecutionException e) {
            throw new UnknownHostException(name + ": more than " + WAITING + " name lookups are waiting");
        }
        try {
            return List.of(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw unknown(name, "unknown host", e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw unknown(name, "no answer from the name server within " + limit.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw unknown(name, "the name lookup was interrupted", e);
        }
    }

    private static UnknownHostException unknown(String name, String problem, Throwable cause) {
        UnknownHostException e = new UnknownHostException(name + ": " + problem);
        e.initCause(cause);
        return e;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
