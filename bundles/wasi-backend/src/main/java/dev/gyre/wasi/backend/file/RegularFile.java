package dev.gyre.wasi.backend.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.WasiException;
import dev.gyre.wasi.backend.internal.HostDirectory;
import dev.gyre.wasi.backend.internal.HostFile;
import dev.gyre.wasi.backend.internal.Locks;

/** An open file of a mount. Its callers keep their own positions. Every failure is a {@link WasiException}. */
public final class RegularFile implements Node {
    /** Appending is finding the end and writing there, which events must not do to the same file at once. */
    private static final ReentrantLock[] APPENDING = Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    private final FileChannel channel;
    private final HostFile host;
    private final BasicFileAttributes atOpen;
    private final boolean writable;
    private final boolean read;
    private final boolean write;

    RegularFile(FileChannel channel, HostFile host, BasicFileAttributes atOpen, boolean writable, boolean read, boolean write) {
        this.channel = channel;
        this.host = host;
        this.atOpen = atOpen;
        this.writable = writable;
        this.read = read;
        this.write = write;
    }

    /** @return the number of bytes read; 0 at the end, or for an empty buffer */
    public int read(ByteBuffer target, long position) {
        require(read);
        requirePosition(position);
        return Math.max(0, Directory.call(() -> channel.read(target, position)));
    }

    /** Writes all of the buffer. */
    public void write(ByteBuffer source, long position) {
        require(write);
        requirePosition(position);
        Directory.call(() -> writeAll(source, position));
    }

    /**
     * Writes all of the buffer at the end. Events of this process do not overwrite each other here; other processes of the
     * host are not kept out.
     *
     * @return the position behind what was written
     */
    public long append(ByteBuffer source) {
        require(write);
        ReentrantLock lock = APPENDING[Math.floorMod(host.identity().hashCode(), APPENDING.length)];
        return Directory.call(() -> Locks.holding(lock, () -> writeAll(source, channel.size())));
    }

    public long size() {
        return Directory.call(channel::size);
    }

    /** Cuts the file off, or extends it with zeros, which take no room on most file systems. */
    public void setSize(long size) {
        require(write);
        if (size < 0) {
            throw WasiError.FILE_TOO_LARGE.exception();
        }
        Directory.call(() -> {
            if (size > channel.size()) {
                return channel.write(ByteBuffer.allocate(1), size - 1);
            }
            return channel.truncate(size);
        });
    }

    /** Extends the file to hold this range; never makes it shorter. */
    public void allocate(long offset, long length) {
        require(write);
        long end = offset + length;
        if (offset < 0 || length <= 0) {
            throw WasiError.INVALID.exception();
        }
        if (end < 0) {
            throw WasiError.FILE_TOO_LARGE.exception();
        }
        if (end > size()) {
            setSize(end);
        }
    }

    /** @param all not the content only */
    public void sync(boolean all) {
        Directory.call(() -> {
            channel.force(all);
            return null;
        });
    }

    @Override
    public FileStat stat() {
        try {
            BasicFileAttributes there = Files.readAttributes(host.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (host.identity().equals(HostDirectory.identity(host.path(), there))) {
                return FileStat.of(there, host.path());
            }
        } catch (IOException e) {
            // It lost its name; the JDK cannot ask an open file, so the rest is what it was.
        }
        return FileStat.unnamed(atOpen, host.identity(), size());
    }

    @Override
    public void setTimes(OptionalLong accessed, OptionalLong modified) {
        if (!writable) {
            throw WasiError.READ_ONLY.exception();
        }
        Directory.call(() -> {
            HostDirectory.setTimes(host, Directory.time(accessed), Directory.time(modified));
            return null;
        });
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Whoever needs to know that it is on the disk has called sync.
        }
    }

    private long writeAll(ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
        return at;
    }

    /** Positions are unsigned to guests; the host's are not. */
    private static void requirePosition(long position) {
        if (position < 0) {
            throw WasiError.INVALID.exception();
        }
    }

    private static void require(boolean right) {
        if (!right) {
            throw WasiError.BAD_DESCRIPTOR.exception();
        }
    }
}
