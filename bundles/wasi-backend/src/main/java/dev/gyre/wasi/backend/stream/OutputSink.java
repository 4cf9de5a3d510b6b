package dev.gyre.wasi.backend.stream;

import java.io.IOException;

import dev.gyre.api.host.WitParent;

/**
 * An output stream that can be asked how much it takes without blocking. What fails is thrown by the next call. For the event's thread.
 */
public interface OutputSink extends Pollable, WitParent, AutoCloseable {
    /** What is taken at once at most. */
    int LARGEST = 64 << 10;

    /**
     * Bytes that {@link #write} takes now; 0 while there is no room, and until a flush is done.
     *
     * @throws IOException when nothing can be written any more
     */
    int budget() throws IOException;

    /** Takes bytes, at most {@link #budget}. */
    void write(byte[] source, int offset, int length) throws IOException;

    /** Asks for all that was taken to be sent. Does not block when the sink can help it. */
    void flush() throws IOException;

    /** Takes bytes, waiting for room, and waits until all is sent. */
    void writeAndFlush(byte[] source, int offset, int length) throws IOException;

    /** What is part of it: pollables, to be dropped before it. */
    Parts parts();

    @Override
    default boolean hasParts() {
        return parts().hasParts();
    }

    /** No more is written; what was taken is still sent. */
    @Override
    void close();
}
