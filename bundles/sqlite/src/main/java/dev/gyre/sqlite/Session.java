package dev.gyre.sqlite;

import java.util.List;

/**
 * One user of a database. While its transaction is open nobody else is served. For one thread at a time; every call may block on the disk, on
 * other users and other processes. An interrupt, or the deadline, ends the statement that runs, whose changes are undone; the
 * interrupt stays set.
 */
public interface Session extends AutoCloseable {
    /**
     * Runs the first statement of a text.
     *
     * @param parameters for {@code ?1}, {@code ?2}, ... in order; those that are missing are null
     * @throws SqliteException when it fails, takes too long or yields more than the limits allow
     */
    Rows execute(String statement, List<Value> parameters, Limits limits);

    /** Runs all statements of a text, for nothing but what they do; a failing one ends it. */
    void script(String statements, Limits limits);

    /** Rows that the last INSERT, UPDATE or DELETE of this session changed. */
    long changes();

    /** The row id of the last INSERT of this session; 0 before the first. */
    long lastInsertRowId();

    /** Undoes a transaction that is open, and lets others go on. Waits for that. */
    @Override
    void close();

    /**
     * What a request may take.
     *
     * @param rows     at most
     * @param bytes    of heap for the values
     * @param deadline as {@link System#nanoTime}
     */
    record Limits(int rows, long bytes, long deadline) {
        public static Limits of(int rows, long bytes, long remainingNanos) {
            return new Limits(rows, bytes, System.nanoTime() + Math.min(remainingNanos, Long.MAX_VALUE / 4));
        }
    }
}
