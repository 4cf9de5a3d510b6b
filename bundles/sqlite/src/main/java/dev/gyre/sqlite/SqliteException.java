package dev.gyre.sqlite;

import dev.gyre.api.GyreException;

/** SQLite refuses or cannot do what was asked; the message is SQLite's own, or names the file. */
public final class SqliteException extends GyreException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, as far as somebody may act on it. */
    public enum Kind {
        /** The statement, or its parameters, or what is in the database. */
        STATEMENT,
        /** Somebody else uses the database. */
        BUSY,
        /** Time was up, or the thread was interrupted. */
        INTERRUPTED,
        /** A result over the limits. */
        TOO_LARGE,
        /** No room: on the disk, or for a database in memory. */
        FULL,
        /** The file cannot be opened, read or written, or is no database. */
        FILE
    }

    private final Kind kind;

    public SqliteException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public SqliteException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
