package dev.gyre.wasi.p1.internal.call;

import dev.gyre.api.engine.LinearMemory;
import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.WasiException;
import dev.gyre.wasi.p1.internal.WasiEvent;
import dev.gyre.wasi.p1.internal.abi.Errno;

/**
 * A guest's buffers, all inside its memory. Bytes are collected into chunks and copied once on their way, whatever the number
 * of buffers.
 */
final class Buffers {
    /** As on Linux. */
    private static final int MAX_BUFFERS = 1024;

    private final LinearMemory memory;
    private final int[] addresses;
    private final int[] lengths;
    private final int total;

    private Buffers(LinearMemory memory, int[] addresses, int[] lengths, int total) {
        this.memory = memory;
        this.addresses = addresses;
        this.lengths = lengths;
        this.total = total;
    }

    static Buffers read(LinearMemory memory, int array, int count) {
        if (count < 0 || count > MAX_BUFFERS) {
            throw Errno.INVAL.exception();
        }
        memory.checkRange(array, count * 8);
        int[] addresses = new int[count];
        int[] lengths = new int[count];
        long total = 0;
        for (int i = 0; i < count; i++) {
            addresses[i] = memory.readInt(array + i * 8);
            lengths[i] = memory.readInt(array + i * 8 + 4);
            memory.checkRange(addresses[i], lengths[i]);
            total += Integer.toUnsignedLong(lengths[i]);
        }
        if (total > Integer.MAX_VALUE) {
            throw Errno.INVAL.exception();
        }
        return new Buffers(memory, addresses, lengths, (int) total);
    }

    /** Takes up to {@code length} bytes from the host; fewer end the transfer. */
    interface Source {
        int read(byte[] target, int offset, int length);
    }

    /** Gives bytes to the host. */
    interface Sink {
        void write(byte[] source, int offset, int length);
    }

    /**
     * Fills the buffers.
     *
     * @param once one chunk at most, because the next one might have to be waited for
     * @return the number of bytes
     */
    int fill(WasiEvent event, Source source, boolean once) {
        byte[] chunk = event.scratch(total);
        int done = 0;
        Cursor cursor = new Cursor();
        while (done < total) {
            int wanted = Math.min(total - done, chunk.length);
            int got = step(done, () -> source.read(chunk, 0, wanted));
            if (got <= 0) {
                break;
            }
            cursor.write(chunk, got);
            done += got;
            if (got < wanted || once) {
                break;
            }
        }
        return done;
    }

    /** Gives what the buffers hold to the host. @return the number of bytes it took */
    int drain(WasiEvent event, Sink sink) {
        byte[] chunk = event.scratch(total);
        int done = 0;
        Cursor cursor = new Cursor();
        while (done < total) {
            int length = Math.min(total - done, chunk.length);
            cursor.read(chunk, length);
            int given = step(done, () -> {
                sink.write(chunk, 0, length);
                return length;
            });
            if (given <= 0) {
                break;
            }
            done += given;
        }
        return done;
    }

    /** A failure after the first chunk is told next time: the guest must know what was done. */
    private static int step(int done, Transfer transfer) {
        if (Thread.currentThread().isInterrupted()) {
            throw WasiError.INTERRUPTED.exception();
        }
        try {
            return transfer.run();
        } catch (WasiException e) {
            if (done == 0) {
                throw e;
            }
            return 0;
        }
    }

    private interface Transfer {
        int run();
    }

    /** Where in the buffers a transfer is. */
    private final class Cursor {
        private int buffer;
        private int offset;

        void write(byte[] chunk, int length) {
            for (int from = 0; from < length;) {
                int part = next(length - from);
                memory.write(addresses[buffer] + offset, chunk, from, part);
                offset += part;
                from += part;
            }
        }

        void read(byte[] chunk, int length) {
            for (int to = 0; to < length;) {
                int part = next(length - to);
                memory.read(addresses[buffer] + offset, chunk, to, part);
                offset += part;
                to += part;
            }
        }

        private int next(int wanted) {
            while (offset == lengths[buffer]) {
                buffer++;
                offset = 0;
            }
            return Math.min(wanted, lengths[buffer] - offset);
        }
    }
}
