package dev.gyre.plugins.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one thing after the other for one plug-in, on a thread of its own: an activator that never returns, from start or stop, holds up what
 * comes for its own plug-in and nobody else. Thread-safe.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final String name;
    private final Duration patience;
    private final Runnable late;
    private final ThreadPoolExecutor thread;
    private volatile boolean stuck;

    /**
     * @param patience how long {@link #run} waits
     * @param late     what to do when something ends for which nobody waits any more
     */
    Lane(String name, Duration patience, Runnable late) {
        this.name = name;
        this.patience = patience;
        this.late = late;
        thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("gyre-plugin-" + name).factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /** Whether something takes longer than anybody waits. */
    boolean isStuck() {
        return stuck;
    }

    /**
     * Does it after all that came before. Blocks until it is done, bounded; not at all behind something that takes too long.
     *
     * @param what it is, for the operator: "the start of acme"
     */
    void run(String what, Runnable task) {
        CountDownLatch done = new CountDownLatch(1);
        boolean behind = stuck;
        thread.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | LinkageError e) {
                LOG.error("{} failed", what, e);
            } finally {
                done.countDown();
                if (stuck && thread.getQueue().isEmpty()) {
                    stuck = false;
                    LOG.info("{} has ended", what);
                    Thread.ofPlatform().daemon().name("gyre-plugins").start(late); // which may want this lane
                }
            }
        });
        if (behind) {
            LOG.error("{}: {} waits for what it does still", name, what);
        } else {
            await(what, done);
        }
    }

    private void await(String what, CountDownLatch done) {
        try {
            if (!done.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                stuck = true;
                if (done.getCount() == 0) {
                    stuck = false; // in this very moment
                } else {
                    LOG.error("{} has not ended after {} s; the others do not wait for it", what, patience.toSeconds());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
