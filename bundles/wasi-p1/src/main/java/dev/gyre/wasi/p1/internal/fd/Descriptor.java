package dev.gyre.wasi.p1.internal.fd;

import dev.gyre.wasi.p1.internal.abi.Errno;

/** What a descriptor number stands for, and what may be done with it. For the event's thread. */
public abstract sealed class Descriptor implements AutoCloseable permits FileDescriptor, FolderDescriptor, InputDescriptor, OutputDescriptor {
    private long rights;
    private long inheriting;
    private int flags;

    Descriptor(long rights, long inheriting, int flags) {
        this.rights = rights;
        this.inheriting = inheriting;
        this.flags = flags;
    }

    /** {@code filetype}. */
    public abstract int fileType();

    @Override
    public abstract void close();

    public final long rights() {
        return rights;
    }

    /** The most that what is opened through it may have. */
    public final long inheriting() {
        return inheriting;
    }

    /** {@code fdflags}. */
    public final int flags() {
        return flags;
    }

    public final boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public final void setFlags(int newFlags) {
        flags = newFlags;
    }

    /** Gives rights up; they do not come back. */
    public final void restrict(long newRights, long newInheriting) {
        if ((newRights & ~rights) != 0 || (newInheriting & ~inheriting) != 0) {
            throw Errno.NOTCAPABLE.exception();
        }
        rights = newRights;
        inheriting = newInheriting;
    }

    /** Fails when one of these is missing. */
    public final void require(long wanted) {
        if ((rights & wanted) != wanted) {
            throw Errno.NOTCAPABLE.exception();
        }
    }
}
