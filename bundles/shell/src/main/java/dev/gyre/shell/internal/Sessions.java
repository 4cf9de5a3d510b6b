package dev.gyre.shell.internal;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients there are, each on a thread of its own. Thread-safe. */
final class Sessions implements AutoCloseable {
    /**
     * What clients may do.
     *
     * @param sessions at once
     * @param idle     that a session may wait for its next command
     * @param stuck    that a client may take to accept a piece of output
     * @param end      that commands under way get to end when the container stops
     */
    record Bounds(int sessions, Duration idle, Duration stuck, Duration end) {
        static final Bounds DEFAULT = new Bounds(16, Duration.ofMinutes(30), Duration.ofSeconds(30), Duration.ofSeconds(2));
    }

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    /** {@code EX_TEMPFAIL} of sysexits.h. */
    private static final int BUSY = 75;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Bounds bounds;
    private final Interpreter.Factory interpreters;
    private final Semaphore places;
    private final Map<Session, Thread> running = new ConcurrentHashMap<>();
    private final Thread watch;

    Sessions(Bounds bounds, Interpreter.Factory interpreters) {
        this.bounds = bounds;
        this.interpreters = interpreters;
        this.places = new Semaphore(bounds.sessions());
        this.watch = Thread.ofVirtual().name("gyre-shell-watch").unstarted(this::watch);
    }

    void start() {
        watch.start();
    }

    /** Serves a client on a new thread. Does not block. */
    void serve(SocketChannel channel) {
        Session session = new Session(channel, interpreters);
        boolean place = places.tryAcquire();
        Thread thread = Thread.ofVirtual().name("gyre-shell").unstarted(() -> {
            try {
                if (place) {
                    session.run();
                } else {
                    session.refuse(bounds.sessions() + " sessions are open, which is as many as there may be", BUSY);
                }
            } catch (RuntimeException | Error e) {
                LOG.error("a session of the shell failed", e);
            } finally {
                running.remove(session);
                if (place) {
                    places.release();
                }
            }
        });
        running.put(session, thread);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK.compareTo(bounds.stuck()) < 0 ? LOOK : bounds.stuck());
                running.keySet().stream().filter(session -> session.isOverdue(bounds.idle(), bounds.stuck())).forEach(Sessions::close);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private static void close(Session session) {
        try {
            session.close();
        } catch (IOException e) {
            LOG.debug("a session of the shell does not close", e);
        }
    }

    /** Ends all sessions. A command that goes on regardless is left alone: it may be the one that stops this bundle. */
    @Override
    public void close() {
        watch.interrupt();
        running.forEach((session, thread) -> {
            if (thread != Thread.currentThread()) {
                close(session);
                thread.interrupt();
            }
        });
        long end = System.nanoTime() + bounds.end().toNanos();
        for (Thread thread : running.values()) {
            try {
                if (thread != Thread.currentThread()) {
                    thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
