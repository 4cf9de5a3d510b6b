package dev.gyre.wasi.backend.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;

/** Locks around calls to the disk: when a disk hangs, those who wait must still be stopped. */
public final class Locks {
    private Locks() {
    }

    /** @throws InterruptedIOException when the thread is interrupted while it waits, which it still is then */
    public static <T> T holding(ReentrantLock lock, Step<T> step) throws IOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for another event's change");
        }
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    /** A call into the JDK. */
    @FunctionalInterface
    public interface Step<T> {
        T run() throws IOException;
    }
}
