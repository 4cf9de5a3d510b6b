package dev.gyre.http.listener;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/**
 * Makes a virtual thread for every request, so that nothing a request leaves on its thread meets another one. Thread-safe.
 */
final class RequestThreads implements AutoCloseable {
    private final ThreadFactory factory;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    RequestThreads(String name) {
        factory = Thread.ofVirtual().name(name + "-", 0).inheritInheritableThreadLocals(false).factory();
    }

    /**
     * A thread to be started, which counts from now on.
     *
     * @param left run when it has ended and counts no more
     */
    Thread enter(Runnable request, Runnable left) {
        Thread thread = factory.newThread(() -> {
            try {
                request.run();
            } finally {
                leave(Thread.currentThread());
                left.run();
            }
        });
        threads.add(thread);
        return thread;
    }

    /** For a thread that is not started after all. */
    void leave(Thread thread) {
        threads.remove(thread);
    }

    /** Whether no request is running. */
    boolean idle() {
        return threads.isEmpty();
    }

    /** Interrupts the requests that still run. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
