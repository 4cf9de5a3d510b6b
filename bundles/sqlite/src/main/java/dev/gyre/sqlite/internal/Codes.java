package dev.gyre.sqlite.internal;

import dev.gyre.sqlite.SqliteException;

/** Numbers of {@code sqlite3.h}. */
final class Codes {
    static final int OK = 0;
    static final int ROW = 100;
    static final int DONE = 101;
    /** Types of values. */
    static final int INTEGER = 1;
    static final int FLOAT = 2;
    static final int TEXT = 3;
    static final int BLOB = 4;

    private Codes() {
    }

    /** @param code extended or not */
    static SqliteException.Kind kind(int code) {
        return switch (code & 0xff) {
            case 5, 6 -> SqliteException.Kind.BUSY;
            case 9 -> SqliteException.Kind.INTERRUPTED;
            case 7, 13 -> SqliteException.Kind.FULL;
            case 18 -> SqliteException.Kind.TOO_LARGE;
            case 8, 10, 11, 14, 26 -> SqliteException.Kind.FILE;
            default -> SqliteException.Kind.STATEMENT;
        };
    }
}
