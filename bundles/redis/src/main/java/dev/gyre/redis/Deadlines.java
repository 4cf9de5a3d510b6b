package dev.gyre.redis;

import java.io.IOException;
import java.nio.channels.Channel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes channels whose time is up, so that connecting, writing and reading are bounded alike, whatever the server does.
 * Thread-safe.
 */
public final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("gyre-redis-clock").factory());

    public Deadlines() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Takes back the order to close. */
    public interface Guard extends AutoCloseable {
        @Override
        void close();
    }

    /** Closes the channel at a time of {@link System#nanoTime}, unless the guard is closed before. */
    public Guard closeAt(Channel channel, long deadline) {
        ScheduledFuture<?> order = timer.schedule(() -> {
            channel.close();
            return null;
        }, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        return () -> order.cancel(false);
    }

    public void every(long seconds, Runnable work) {
        timer.scheduleWithFixedDelay(work, seconds, seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }
}
