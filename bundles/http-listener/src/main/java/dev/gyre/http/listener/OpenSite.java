package dev.gyre.http.listener;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A site on its listener, and the threads of its requests. Thread-safe. */
public final class OpenSite {
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(5);

    private final Listener listener;
    private final Site site;
    private final RequestThreads threads;
    private final boolean kept;
    private final CountDownLatch closed = new CountDownLatch(1);

    OpenSite(Listener listener, Site site) {
        this(listener, site, false);
    }

    private OpenSite(Listener listener, Site site, boolean kept) {
        this.listener = listener;
        this.site = site;
        this.kept = kept;
        this.threads = new RequestThreads("gyre-request " + site.application());
    }

    /** The same place, with nobody to answer. */
    static OpenSite keeping(OpenSite site) {
        return new OpenSite(site.listener, site.site, true);
    }

    /** Whether requests have to wait until it is shut, because nobody answers here. */
    boolean kept() {
        return kept;
    }

    /** An application may run more than once, each time in a place of its own. */
    boolean isKeptFor(Site next) {
        return kept && site.application().equals(next.application()) && site.listen().equals(next.listen()) && site.same(next);
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
        return closed.getCount() == 0;
    }

    /** From now on no request begins here. For one that its listener no longer knows. */
    void shut() {
        closed.countDown();
    }

    /** Waits until it is shut, which one that is kept is before long; false when interrupted. */
    boolean awaitShut() {
        return awaitShut(Duration.ofDays(1));
    }

    /** Whether it was shut in time; an interrupt stays set. */
    boolean awaitShut(Duration limit) {
        try {
            return closed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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
