package dev.gyre.host.http.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way from one thread to another, through a small buffer. Both sides block and can be interrupted. What nobody wants to
 * read any more is lost without an error, like the rest of a request that a server has answered already. Thread-safe.
 */
final class Pipe {
    private static final int SIZE = 16 << 10;
    private static final byte[] NONE = new byte[0];

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Input in = new Input();
    private final Output out = new Output();
    /** A ring; guarded by the lock, as is all that follows. Memory only when something is written. */
    private byte[] buffer = NONE;
    private int start;
    private int filled;
    private boolean ended;
    private boolean left;
    private Optional<IOException> failure = Optional.empty();

    InputStream in() {
        return in;
    }

    /** Closing it is the end of what is read; to be closed once all is written. */
    OutputStream out() {
        return out;
    }

    /** Neither side can go on; a pipe that has ended has not failed. */
    void fail(IOException cause) {
        change(() -> failure = failure.isEmpty() && !(ended && filled == 0) ? Optional.of(cause) : failure);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void await() throws InterruptedIOException {
        try {
            changed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the other side is slow");
        }
    }

    private void check() throws IOException {
        if (failure.isPresent()) {
            throw new IOException(failure.get().getMessage(), failure.get());
        }
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            lock.lock();
            try {
                while (filled == 0 && !ended) {
                    check();
                    Pipe.this.await();
                }
                if (filled == 0) {
                    return -1;
                }
                check();
                int count = Math.min(Math.min(length, filled), SIZE - start);
                System.arraycopy(buffer, start, target, offset, count);
                start = (start + count) % SIZE;
                filled -= count;
                changed.signalAll();
                return count;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public int available() {
            lock.lock();
            try {
                return filled;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            change(() -> left = true);
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            lock.lock();
            try {
                for (int done = 0; done < length;) {
                    while (filled == SIZE && !left && !ended && failure.isEmpty()) {
                        Pipe.this.await();
                    }
                    check();
                    if (ended) {
                        throw new IOException("it has ended");
                    }
                    if (left) {
                        return;
                    }
                    done += put(source, offset + done, length - done);
                }
            } finally {
                lock.unlock();
            }
        }

        private int put(byte[] source, int offset, int length) {
            if (buffer.length == 0) {
                buffer = new byte[SIZE];
            }
            int end = (start + filled) % SIZE;
            int count = Math.min(Math.min(length, SIZE - filled), SIZE - end);
            System.arraycopy(source, offset, buffer, end, count);
            filled += count;
            changed.signalAll();
            return count;
        }

        @Override
        public void close() {
            change(() -> ended = true);
        }
    }
}
