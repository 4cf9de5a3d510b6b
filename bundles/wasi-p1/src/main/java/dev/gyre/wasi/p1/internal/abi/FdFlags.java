package dev.gyre.wasi.p1.internal.abi;

import dev.gyre.wasi.backend.file.OpenRequest.Sync;

/** {@code fdflags} of both snapshots. */
public final class FdFlags {
    public static final int APPEND = 1;
    public static final int DSYNC = 2;
    public static final int NONBLOCK = 4;
    public static final int RSYNC = 8;
    public static final int SYNC = 16;
    /** Those that can change while a file is open. */
    public static final int CHANGEABLE = APPEND | NONBLOCK;

    private static final int ALL = 31;

    private FdFlags() {
    }

    /** Refuses what is not defined. */
    public static int checked(int flags) {
        if ((flags & ~ALL) != 0) {
            throw Errno.INVAL.exception();
        }
        return flags;
    }

    /** When a write is done. */
    public static Sync sync(int flags) {
        if ((flags & SYNC) != 0) {
            return Sync.ALL;
        }
        return (flags & (DSYNC | RSYNC)) != 0 ? Sync.DATA : Sync.NONE;
    }
}
