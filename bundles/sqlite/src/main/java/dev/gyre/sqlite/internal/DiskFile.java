package dev.gyre.sqlite.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A file that stays open when its thread is interrupted, which a {@link java.nio.channels.FileChannel} does not. For the database's thread.
 */
final class DiskFile implements AutoCloseable {
    private final RandomAccessFile file;
    private long position;

    DiskFile(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
    }

    RandomAccessFile file() {
        return file;
    }

    long position() {
        return position;
    }

    void position(long to) {
        position = to;
    }

    long size() throws IOException {
        return file.length();
    }

    void truncate(long size) throws IOException {
        file.setLength(size);
    }

    /** @return how many there were, fewer than asked only at the end of the file */
    int read(long at, byte[] into, int length) throws IOException {
        file.seek(at);
        int done = 0;
        while (done < length) {
            int count = file.read(into, done, length - done);
            if (count < 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    void write(long at, byte[] from, int length) throws IOException {
        file.seek(at);
        file.write(from, 0, length);
    }

    /** Returns when the disk has it. */
    void sync() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
