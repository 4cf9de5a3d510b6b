package dev.gyre.wasi.p1.internal.fd;

import java.io.IOException;
import java.io.OutputStream;

import dev.gyre.wasi.backend.WasiException;
import dev.gyre.wasi.p1.internal.abi.Rights;

/** One of the event's outputs. */
public final class OutputDescriptor extends Descriptor {
    private final OutputStream stream;

    public OutputDescriptor(OutputStream stream) {
        super(Rights.OUTPUT, 0, 0);
        this.stream = stream;
    }

    public void write(byte[] source, int offset, int length) {
        try {
            stream.write(source, offset, length);
        } catch (IOException e) {
            throw WasiException.of(e);
        }
    }

    public void flush() {
        try {
            stream.flush();
        } catch (IOException e) {
            throw WasiException.of(e);
        }
    }

    /** Unknown: a guest takes a character device for a terminal. */
    @Override
    public int fileType() {
        return 0;
    }

    /** The stream is the event's, and may still be written to by others. */
    @Override
    public void close() {
        // nothing of its own is open
    }
}
