package dev.gyre.trigger.http.internal.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts a virtual thread of its own for every request, so that nothing a request leaves on its thread meets another one. */
final class RequestThreads implements AutoCloseable {
    private final ExecutorService threads;

    RequestThreads(String name) {
        threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).inheritInheritableThreadLocals(false).factory());
    }

    void start(Runnable request) {
        threads.execute(request);
    }

    /** Interrupts the requests that still run. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
