package dev.gyre.trigger.http.internal.executor;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Threads that wait, until it is said that none shall any more. Thread-safe; nothing blocks. */
final class Waiters {
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** One thread that may be waiting. */
    static final class Wait {
        private final Thread thread = Thread.currentThread();
        private boolean over;
        private boolean woken;

        private synchronized void end() {
            if (!over) {
                woken = true;
                thread.interrupt();
            }
        }

        /** For its own thread. @return whether it was woken */
        synchronized boolean over() {
            if (!over && woken) {
                Thread.interrupted();
            }
            over = true;
            return woken;
        }
    }

    /** One that begins after the end is woken at once. */
    void add(Wait wait) {
        waits.add(wait);
        if (ended) {
            wait.end();
        }
    }

    void remove(Wait wait) {
        waits.remove(wait);
    }

    /** From now on nobody waits. */
    void end() {
        ended = true;
        waits.forEach(Wait::end);
    }
}
