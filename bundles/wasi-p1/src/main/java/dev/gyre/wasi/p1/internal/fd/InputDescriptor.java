package dev.gyre.wasi.p1.internal.fd;

import dev.gyre.api.host.HostContext;
import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.Poll;
import dev.gyre.wasi.p1.internal.abi.FdFlags;
import dev.gyre.wasi.p1.internal.abi.Rights;

/** The event's input. */
public final class InputDescriptor extends Descriptor {
    private final InputSource source;

    public InputDescriptor(HostContext event) {
        super(Rights.INPUT, 0, 0);
        this.source = new InputSource(event.stdin());
    }

    public InputSource source() {
        return source;
    }

    public int read(byte[] target, int offset, int length) {
        if (has(FdFlags.NONBLOCK) && !Poll.await(source, 0)) {
            throw WasiError.WOULD_BLOCK.exception();
        }
        return source.read(target, offset, length);
    }

    /** Unknown: a guest takes a character device for a terminal. */
    @Override
    public int fileType() {
        return 0;
    }

    @Override
    public void close() {
        source.close();
    }
}
