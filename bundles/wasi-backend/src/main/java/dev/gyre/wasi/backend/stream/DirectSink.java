package dev.gyre.wasi.backend.stream;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes on the event's thread, for streams that do not block for long: files, logs, the process's own output. The stream itself stays
 * open: it belongs to the event.
 */
public final class DirectSink implements OutputSink {
    private final OutputStream stream;
    private final Parts parts = new Parts();

    public DirectSink(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public Parts parts() {
        return parts;
    }

    @Override
    public int budget() {
        return LARGEST;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        stream.write(source, offset, length);
    }

    @Override
    public void flush() throws IOException {
        stream.flush();
    }

    @Override
    public void writeAndFlush(byte[] source, int offset, int length) throws IOException {
        stream.write(source, offset, length);
        stream.flush();
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void close() {
        // the event closes what it owns
    }
}
