package dev.gyre.shell.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import dev.gyre.control.Protocol;

/**
 * What goes to the client, piece by piece. Thread-safe: stages of a pipeline write from threads of their own.
 *
 * <p>When the client is gone, the thread that writes is interrupted: output streams of Gogo keep errors to themselves, and a
 * command that prints for ever would go on for nobody.
 */
final class Framed {
    private static final int BUFFER = 8 << 10;
    /** {@link #writingSince} while nothing is being written. */
    static final long IDLE = -1;

    private final OutputStream channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong writing = new AtomicLong(IDLE);

    Framed(OutputStream channel) {
        this.channel = channel;
    }

    /** When the write began that is under way now, on {@link System#nanoTime}'s clock without its sign; or {@link #IDLE}. */
    long writingSince() {
        return writing.get();
    }

    /** @param kind {@link Protocol#OUT} or {@link Protocol#ERR} */
    OutputStream stream(String kind) {
        return new Chunks(kind);
    }

    void line(String text) throws IOException {
        send((text + '\n').getBytes(StandardCharsets.UTF_8), new byte[0], 0);
    }

    private void send(byte[] head, byte[] body, int length) throws IOException {
        byte[] all = new byte[head.length + length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, length);
        lock.lock();
        writing.set(System.nanoTime() & Long.MAX_VALUE);
        try {
            channel.write(all);
        } catch (IOException e) {
            Thread.currentThread().interrupt();
            throw e;
        } finally {
            writing.set(IDLE);
            lock.unlock();
        }
    }

    /** Gathers single bytes; {@link #flush} and every full buffer become a piece. */
    private final class Chunks extends OutputStream {
        private final String kind;
        private final byte[] buffer = new byte[BUFFER];
        private int filled;

        Chunks(String kind) {
            this.kind = kind;
        }

        @Override
        public synchronized void write(int b) throws IOException {
            if (filled == BUFFER) {
                flush();
            }
            buffer[filled++] = (byte) b;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                if (filled == BUFFER) {
                    flush();
                }
                int part = Math.min(BUFFER - filled, length - done);
                System.arraycopy(bytes, offset + done, buffer, filled, part);
                filled += part;
                done += part;
            }
        }

        @Override
        public synchronized void flush() throws IOException {
            int length = filled;
            filled = 0;
            if (length > 0) {
                send((kind + length + '\n').getBytes(StandardCharsets.US_ASCII), buffer, length);
            }
        }
    }
}
