package dev.gyre.sqlite.internal;

/** When the statement that runs has to end. Set by whoever waits for it, asked by the database's thread. Thread-safe. */
final class Stop {
    private volatile boolean asked;
    private volatile long deadline = Long.MAX_VALUE;

    /** @param until as {@link System#nanoTime} */
    void begin(long until) {
        asked = false;
        deadline = until;
    }

    void ask() {
        asked = true;
    }

    boolean isDue() {
        return asked || System.nanoTime() - deadline > 0;
    }
}
