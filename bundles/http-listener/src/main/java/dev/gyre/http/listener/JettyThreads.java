package dev.gyre.http.listener;

import java.time.Duration;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Jetty needs for its own work (selecting, parsing, timeouts, buffers), once for the listeners of all applications: an
 * application that nobody calls holds two threads. Requests run on threads of their own. Started with the first listener.
 * Thread-safe; {@link #close} blocks.
 */
public final class JettyThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JettyThreads.class);
    /** Two for each listener, and some for work. Threads come when they are needed and go when they are not. */
    private static final int MAX_THREADS = 10_000;
    private static final int MIN_THREADS = 2;
    /** After which an idle thread goes; of its own accord Jetty would let one go a minute, and after a crowd keep the others for hours. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final QueuedThreadPool pool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    private final Scheduler scheduler = new ScheduledExecutorScheduler("gyre-http-timer", true);
    private final ByteBufferPool buffers = new ArrayByteBufferPool();

    public JettyThreads() {
        pool.setName("gyre-http");
        pool.setDaemon(true);
        pool.setReservedThreads(0);
        pool.setIdleTimeout((int) IDLE.toMillis());
        pool.setMaxEvictCount(MAX_THREADS);
    }

    /** A server that uses these and does not stop them. */
    Server server() throws Exception {
        pool.start();
        scheduler.start();
        return new Server(pool, scheduler, buffers);
    }

    @Override
    public void close() {
        try {
            scheduler.stop();
            pool.stop();
        } catch (Exception e) {
            LOG.warn("the threads of the HTTP listeners did not stop cleanly: {}", e.toString());
        }
    }
}
