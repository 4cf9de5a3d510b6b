package dev.gyre.wasi.backend.socket;

import java.util.concurrent.Semaphore;

/** How many sockets guests may have. Thread-safe. */
public final class SocketBudget {
    private final int perEvent;
    private final Semaphore total;

    /**
     * @param perEvent of one event
     * @param total    of all events together
     */
    public SocketBudget(int perEvent, int total) {
        this.perEvent = perEvent;
        this.total = new Semaphore(total);
    }

    /** @param open how many the event has */
    boolean take(int open) {
        return open < perEvent && total.tryAcquire();
    }

    void give() {
        total.release();
    }
}
