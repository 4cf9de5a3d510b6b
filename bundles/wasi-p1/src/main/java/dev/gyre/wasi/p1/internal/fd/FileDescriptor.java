package dev.gyre.wasi.p1.internal.fd;

import java.nio.ByteBuffer;

import dev.gyre.wasi.backend.file.FileKind;
import dev.gyre.wasi.backend.file.RegularFile;
import dev.gyre.wasi.p1.internal.abi.Abi;
import dev.gyre.wasi.p1.internal.abi.Abi.Whence;
import dev.gyre.wasi.p1.internal.abi.Errno;
import dev.gyre.wasi.p1.internal.abi.FdFlags;
import dev.gyre.wasi.p1.internal.abi.Rights;

/** An open file and the position in it. */
public final class FileDescriptor extends Descriptor {
    private final RegularFile file;
    private long position;

    public FileDescriptor(RegularFile file, long rights, long inheriting, int flags) {
        super(rights & Rights.FILE, inheriting, flags);
        this.file = file;
    }

    public RegularFile file() {
        return file;
    }

    public long position() {
        return position;
    }

    /** Bytes between the position and the end. */
    public long remaining() {
        return Math.max(0, file.size() - position);
    }

    public int read(byte[] target, int offset, int length) {
        int read = file.read(ByteBuffer.wrap(target, offset, length), position);
        position += read;
        return read;
    }

    public void write(byte[] source, int offset, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(source, offset, length);
        if (has(FdFlags.APPEND)) {
            position = file.append(bytes);
        } else {
            file.write(bytes, position);
            position += length;
        }
    }

    /** @return the new position */
    public long seek(long offset, Whence whence) {
        long from = switch (whence) {
            case START -> 0;
            case CURRENT -> position;
            case END -> file.size();
        };
        long to = from + offset;
        // A sum past the largest position is negative too.
        if (to < 0) {
            throw Errno.INVAL.exception();
        }
        position = to;
        return to;
    }

    @Override
    public int fileType() {
        return Abi.fileType(FileKind.REGULAR_FILE);
    }

    @Override
    public void close() {
        file.close();
    }
}
