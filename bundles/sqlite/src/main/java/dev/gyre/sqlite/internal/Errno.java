package dev.gyre.sqlite.internal;

/** Errors of {@code wasi_snapshot_preview1} that SQLite's file layer tells apart. */
final class Errno {
    static final int OK = 0;
    static final int ACCESS = 2;
    static final int BAD_FILE = 8;
    static final int INVALID = 28;
    static final int IO = 29;
    static final int NO_ENTRY = 44;
    static final int NO_SPACE = 51;
    static final int NOT_SUPPORTED = 52;

    private Errno() {
    }
}
