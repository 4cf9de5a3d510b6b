package dev.gyre.wasi.p1.internal.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.gyre.wasi.backend.file.FileKind;
import dev.gyre.wasi.backend.file.FileStat;

/**
 * The two published snapshots and all in which they differ, after {@code legacy/preview0/witx} and
 * {@code legacy/preview1/witx} of the WASI repository.
 */
public enum Abi {
    /** Snapshot 0: what toolchains of 2019 emit. */
    UNSTABLE("wasi_unstable"),
    /** Snapshot 1. */
    PREVIEW1("wasi_snapshot_preview1");

    /** Of an {@code event}. */
    public static final int EVENT_BYTES = 32;
    /** Of an {@code fdstat}. */
    public static final int FDSTAT_BYTES = 24;
    /** Of a {@code dirent}, before its name. */
    public static final int DIRENT_BYTES = 24;

    private final String module;

    Abi(String module) {
        this.module = module;
    }

    /** The import module. */
    public String module() {
        return module;
    }

    /** Whether {@code sock_accept}, a late addition, is there. */
    public boolean accepts() {
        return this == PREVIEW1;
    }

    /** Where a seek is counted from. */
    public Whence whence(int tag) {
        return switch (tag) {
            case 0 -> this == PREVIEW1 ? Whence.START : Whence.CURRENT;
            case 1 -> this == PREVIEW1 ? Whence.CURRENT : Whence.END;
            case 2 -> this == PREVIEW1 ? Whence.END : Whence.START;
            default -> throw Errno.INVAL.exception();
        };
    }

    /** Where a seek is counted from. */
    public enum Whence {
        START, CURRENT, END
    }

    /** Of a {@code filestat}. */
    public int filestatBytes() {
        return this == PREVIEW1 ? 64 : 56;
    }

    /** A {@code filestat}: the link count was 32 bits once. */
    public byte[] filestat(FileStat stat) {
        ByteBuffer out = ByteBuffer.allocate(filestatBytes()).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(FileStat.DEVICE).putLong(stat.inode()).put((byte) fileType(stat.kind()));
        if (this == PREVIEW1) {
            out.position(24).putLong(stat.links());
        } else {
            out.position(20).putInt((int) Math.min(stat.links(), 0xffff_ffffL));
        }
        return out.putLong(stat.size()).putLong(stat.accessed()).putLong(stat.modified()).putLong(stat.changed()).array();
    }

    /** Of a {@code subscription}. */
    public int subscriptionBytes() {
        return this == PREVIEW1 ? 48 : 56;
    }

    /** Where the clock's id is in a {@code subscription}: clocks had a second identifier once. */
    public int subscriptionClockOffset() {
        return this == PREVIEW1 ? 16 : 24;
    }

    /** {@code filetype}. */
    public static int fileType(FileKind kind) {
        return switch (kind) {
            case OTHER -> 0;
            case DIRECTORY -> 3;
            case REGULAR_FILE -> 4;
            case SYMBOLIC_LINK -> 7;
        };
    }
}
