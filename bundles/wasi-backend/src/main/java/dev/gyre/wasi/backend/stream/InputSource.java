package dev.gyre.wasi.backend.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.LockSupport;

import dev.gyre.api.host.WitParent;
import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.WasiException;

/**
 * An input stream that can be asked whether reading would block. An {@link InputStream} cannot, above all not whether it has
 * ended, so when asked a thread of its own reads ahead. For one thread at a time.
 */
public final class InputSource implements Pollable, WitParent, AutoCloseable {
    private static final int AHEAD = 16 << 10;

    private final InputStream stream;
    private final Runnable closing;
    private final Parts parts = new Parts();
    private volatile Thread reader;
    private volatile Thread waiter;
    // Written by the reader before it clears itself, and then only read by the owner.
    private byte[] ahead = {};
    private int from;
    private int to;
    private IOException failure;
    private boolean ended;

    public InputSource(InputStream stream) {
        this.stream = stream;
        this.closing = this::interrupt;
    }

    /** @param closing what ends a read ahead, called when this is closed: interrupting it may close more than this stream */
    public InputSource(InputStream stream, Runnable closing) {
        this.stream = stream;
        this.closing = closing;
    }

    /**
     * Reads what there is, waiting for at least one byte.
     *
     * @return the number of bytes; 0 at the end, or for no room
     * @throws WasiException {@link WasiError#INTERRUPTED} when the thread is interrupted meanwhile, which it still is then
     */
    public int read(byte[] target, int offset, int length) {
        return Math.max(0, length == 0 ? 0 : readOrEnd(target, offset, length));
    }

    /**
     * The same, and tells the end.
     *
     * @param length 1 or more
     * @return the number of bytes; -1 at the end
     */
    public int readOrEnd(byte[] target, int offset, int length) {
        while (!settled()) {
            Poll.await(this, Long.MAX_VALUE);
        }
        try {
            if (from < to) {
                int taken = Math.min(length, to - from);
                System.arraycopy(ahead, from, target, offset, taken);
                from += taken;
                return taken;
            }
            if (failure != null) {
                throw failure;
            }
            int count = to < 0 ? -1 : stream.read(target, offset, length);
            ended = count < 0;
            return count;
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw WasiException.of(e);
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted() ? WasiError.INTERRUPTED.exception() : WasiException.of(e);
        }
    }

    /** Whether {@link #read} would return at once. If not, the calling thread is unparked when it would. */
    @Override
    public boolean ready() {
        waiter = Thread.currentThread();
        if (!settled()) {
            return false;
        }
        if (from < to || to < 0 || failure != null) {
            return true;
        }
        try {
            if (stream.available() > 0) {
                return true;
            }
        } catch (IOException e) {
            return true;
        }
        Thread thread = Thread.ofVirtual().name("gyre-ahead").unstarted(this::readAhead);
        reader = thread;
        thread.start();
        return false;
    }

    /** A pollable of it, to be dropped before it. */
    public Pollable subscribe() {
        return parts.subscribe(this);
    }

    @Override
    public boolean hasParts() {
        return parts.hasParts();
    }

    /** Whether a read has told the end. */
    public boolean ended() {
        return ended;
    }

    /** Bytes known to be there; 0 when nothing is known. */
    public int available() {
        try {
            return settled() ? Math.max(0, to - from) + Math.max(0, stream.available()) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Ends a read ahead; the stream itself stays open, it belongs to the event. */
    @Override
    public void close() {
        closing.run();
    }

    /** Ends a read ahead by an interrupt. */
    public void interrupt() {
        Thread thread = reader;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private boolean settled() {
        return reader == null;
    }

    private void readAhead() {
        try {
            if (ahead.length == 0) {
                ahead = new byte[AHEAD];
            }
            from = 0;
            to = 0;
            to = stream.read(ahead, 0, AHEAD);
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new IOException(e);
        } finally {
            reader = null;
            LockSupport.unpark(waiter);
        }
    }
}
