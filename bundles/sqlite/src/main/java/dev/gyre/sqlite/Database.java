package dev.gyre.sqlite;

/**
 * A database that is open. What its users ask for is done one after the other, in the order they asked; between two requests, unless a
 * transaction is open, other processes may use the file too. Thread-safe.
 */
public interface Database extends AutoCloseable {
    /** How one user, such as an event's guest, sees the database. Costs nothing. */
    Session session();

    /** What it is, for people. */
    Location location();

    /** Waits for what is being done. Sessions still open fail from now on, if nobody else has the database open. */
    @Override
    void close();
}
