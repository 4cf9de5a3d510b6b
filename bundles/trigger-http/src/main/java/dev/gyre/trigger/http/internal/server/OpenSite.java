package dev.gyre.trigger.http.internal.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.gyre.trigger.http.internal.config.ListenAddress;

/** A site on its listener, and the threads of its requests. Thread-safe. */
public final class OpenSite {
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(5);

    private final Listener listener;
    private final Site site;
    private final RequestThreads threads;
    private volatile boolean closed;

    OpenSite(Listener listener, Site site) {
        this.listener = listener;
        this.site = site;
        this.threads = new RequestThreads("gyre-request " + site.application());
    }

    Listener listener() {
        return listener;
    }

    public Site site() {
        return site;
    }

    RequestThreads threads() {
        return threads;
    }

    /** Where it listens, with the port that was bound. */
    public ListenAddress address() {
        return site.listen().withPort(listener.port());
    }

    /** Whether it takes no more requests; whoever finds it all the same looks again. */
    boolean closed() {
        return closed;
    }

    /** From now on no request begins here. For one that its listener no longer knows. */
    void shut() {
        closed = true;
    }

    /**
     * Blocks until its last request has ended, bounded, and interrupts those that run on.
     *
     * @param end as {@link System#nanoTime} tells it
     */
    void drain(long end) {
        while (!threads.idle() && System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK);
        }
        threads.close();
    }
}
