package dev.gyre.wasi.p1.internal.call;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import dev.gyre.wasi.backend.file.DirectoryEntry;
import dev.gyre.wasi.p1.internal.abi.Abi;

/** {@code dirent} of both snapshots. */
final class Entries {
    private Entries() {
    }

    /** @param next the cookie of the entry after this one */
    static byte[] encode(DirectoryEntry entry, long next) {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(Abi.DIRENT_BYTES + name.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(next).putLong(entry.inode()).putInt(name.length).put((byte) Abi.fileType(entry.kind()));
        return out.put(Abi.DIRENT_BYTES, name).array();
    }
}
