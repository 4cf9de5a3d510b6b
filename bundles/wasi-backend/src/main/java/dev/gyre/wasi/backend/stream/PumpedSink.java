package dev.gyre.wasi.backend.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes to a stream that may block for long, such as a response to a slow client. As long as the guest only writes in calls that may
 * block, that happens on its own thread. When it asks how much it may write, a thread of its own takes over with a small buffer between:
 * a guest that echoes its request must go on reading while nobody takes its answer.
 */
public final class PumpedSink implements OutputSink {
    /**
     * How long what was written may lie in the stream's own buffers. A guest that ends its body at once needs no flush, and one that waits for an
     * answer to what it wrote may never ask for one.
     */
    private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(1);

    private final OutputStream stream;
    private final Parts parts = new Parts();
    private final Runnable closing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** A ring; guarded by the lock, as is all that follows. */
    private byte[] buffer = {};
    private int start;
    private int filled;
    private boolean flushing;
    /** Whether the pump has written and not flushed. */
    private boolean unflushed;
    /** Whether the pump is writing. */
    private boolean busy;
    private boolean closed;
    private IOException failure;
    private Thread waiter;
    private Thread pump;

    /** @param stream stays open when this is closed */
    public PumpedSink(OutputStream stream) {
        this(stream, () -> { });
    }

    /** @param closing told when this is closed */
    public PumpedSink(OutputStream stream, Runnable closing) {
        this.stream = stream;
        this.closing = closing;
    }

    @Override
    public Parts parts() {
        return parts;
    }

    @Override
    public int budget() throws IOException {
        lock.lock();
        try {
            check();
            return flushing ? 0 : LARGEST - filled;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean ready() {
        lock.lock();
        try {
            waiter = Thread.currentThread();
            return failure != null || closed || !flushing && filled < LARGEST;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        lock.lock();
        try {
            check();
            put(source, offset, length);
            startPump();
        } finally {
            lock.unlock();
        }
    }

    private void put(byte[] source, int offset, int length) {
        if (buffer.length == 0) {
            buffer = new byte[LARGEST];
        }
        int end = (start + filled) % LARGEST;
        int first = Math.min(length, LARGEST - end);
        System.arraycopy(source, offset, buffer, end, first);
        System.arraycopy(source, offset + first, buffer, 0, length - first);
        filled += length;
        changed.signalAll();
    }

    @Override
    public void flush() throws IOException {
        lock.lock();
        try {
            check();
            flushing = true;
            changed.signalAll();
            startPump();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void writeAndFlush(byte[] source, int offset, int length) throws IOException {
        lock.lock();
        try {
            check();
        } finally {
            lock.unlock();
        }
        drain();
        // The pump rests, and only this thread wakes it.
        stream.write(source, offset, length);
        stream.flush();
    }

    /** Whether all that was taken is sent, or never will be. */
    public boolean idle() {
        lock.lock();
        try {
            return failure != null || filled == 0 && !flushing && !busy;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that was taken is sent. For any thread. */
    public void drain() throws IOException {
        lock.lock();
        try {
            while (failure == null && (filled > 0 || flushing || busy)) {
                changed.await();
            }
            if (failure != null) {
                throw failure;
            }
            // The stream is the caller's now, and so is that.
            unflushed = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the other side is slow");
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all is sent and ends the pump; the stream is the caller's alone then. */
    public void finish() throws IOException {
        try {
            drain();
        } finally {
            close();
        }
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new IOException("the stream was closed");
        }
    }

    private void startPump() {
        if (pump == null) {
            pump = Thread.ofVirtual().name("gyre-body").unstarted(this::pump);
            pump.start();
        }
    }

    private void pump() {
        byte[] part = new byte[LARGEST];
        while (true) {
            int count;
            boolean flush;
            lock.lock();
            try {
                boolean idle = false;
                while (filled == 0 && !flushing && !closed && failure == null && !idle) {
                    idle = awaitMore();
                }
                if (failure != null || filled == 0 && !flushing && (closed || !idle)) {
                    return;
                }
                count = take(part);
                flush = filled == 0 && (flushing || idle);
                unflushed = !flush;
                busy = true;
            } finally {
                lock.unlock();
            }
            send(part, count, flush);
        }
    }

    /** Waits for something to do. Tells whether nothing came, and something is to be flushed. */
    private boolean awaitMore() {
        if (!unflushed) {
            changed.awaitUninterruptibly();
            return false;
        }
        try {
            return changed.awaitNanos(LINGER) <= 0 && unflushed;
        } catch (InterruptedException e) {
            return unflushed;
        }
    }

    private int take(byte[] part) {
        int count = Math.min(filled, LARGEST - start);
        System.arraycopy(buffer, start, part, 0, count);
        start = (start + count) % LARGEST;
        filled -= count;
        return count;
    }

    private void send(byte[] part, int count, boolean flush) {
        IOException problem = null;
        try {
            if (count > 0) {
                stream.write(part, 0, count);
            }
            if (flush) {
                stream.flush();
            }
        } catch (IOException e) {
            problem = e;
        } catch (RuntimeException e) {
            problem = new IOException(e);
        }
        lock.lock();
        try {
            busy = false;
            failure = failure == null ? problem : failure;
            if (flush || failure != null) {
                flushing = false;
            }
            changed.signalAll();
            LockSupport.unpark(waiter);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        end();
        closing.run();
    }

    /** No more is written; what was taken is still sent. */
    public void end() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
