package dev.gyre.blobs.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

import dev.gyre.blobs.Digest;

/**
 * One lock for each blob, or nearly: blobs whose digests begin alike share one, so that lock files need never be removed, which no
 * process could do without pulling one from under another. Thread-safe, and holds for all processes.
 */
final class Stripes {
    /** Hexadecimal digits of a digest that choose the lock: 4096 files without content at most. */
    private static final int DIGITS = 3;
    private static final long POLL_MILLIS = 20;

    private final Path folder;
    private final ConcurrentMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    Stripes(Path folder) {
        this.folder = folder;
    }

    /** Work that must not be done twice at once. */
    interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Waits until nobody else works on that blob, then does. */
    <T> T exclusively(Digest digest, Work<T> work) throws IOException, InterruptedException {
        String stripe = digest.hex().substring(0, DIGITS);
        ReentrantLock lock = locks.computeIfAbsent(stripe, s -> new ReentrantLock());
        lock.lockInterruptibly();
        try (FileChannel channel = FileChannel.open(folder.resolve(stripe), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock held = acquire(channel);
            try {
                return work.run();
            } finally {
                if (held.isValid()) {
                    held.release();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks again and again: a thread that waits in the system's call could not be interrupted without harm. */
    private static FileLock acquire(FileChannel channel) throws IOException, InterruptedException {
        while (true) {
            FileLock lock = attempt(channel);
            if (lock != null) {
                return lock;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static FileLock attempt(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another store of this very process has it
        }
    }
}
