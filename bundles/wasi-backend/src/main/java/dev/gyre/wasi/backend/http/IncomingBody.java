package dev.gyre.wasi.backend.http;

import java.io.InputStream;

import dev.gyre.api.host.WitFailure;
import dev.gyre.wasi.backend.stream.InputSource;

/** The resource {@code incoming-body}. For the event's thread. */
public final class IncomingBody implements AutoCloseable {
    private final InputSource source;
    private boolean taken;

    public IncomingBody(InputStream body) {
        this.source = new InputSource(body);
    }

    public InputSource stream() throws WitFailure {
        if (taken) {
            throw new WitFailure();
        }
        taken = true;
        return source;
    }

    /** The guest reads no more, and wants to know what came behind the body. */
    public static FutureTrailers finish(IncomingBody body) {
        body.source.close();
        return new FutureTrailers();
    }

    @Override
    public void close() {
        source.close();
    }
}
