package dev.gyre.runtime.internal.deploy;

import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task, never twice at once, on a thread of its own, after each {@link #request}. Requests that come while
 * it runs are answered by one more run. A platform thread: guests that compute would starve it among virtual threads.
 * Thread-safe; never blocks.
 */
final class SerialTask {
    private static final Logger LOG = LoggerFactory.getLogger(SerialTask.class);

    private final String name;
    private final Runnable body;
    private final AtomicInteger requests = new AtomicInteger();

    SerialTask(String name, Runnable body) {
        this.name = name;
        this.body = body;
    }

    void request() {
        if (requests.getAndIncrement() == 0) {
            Thread.ofPlatform().daemon().name(name).start(this::run);
        }
    }

    private void run() {
        int seen;
        do {
            seen = requests.get();
            try {
                body.run();
            } catch (Throwable t) {
                LOG.error("{} failed", name, t);
            }
        } while (!requests.compareAndSet(seen, 0));
    }
}
