package dev.gyre.wasi.backend.http;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

import dev.gyre.api.host.WitFailure;
import dev.gyre.api.host.WitParent;
import dev.gyre.api.http.HttpFields;
import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.Parts;

/** The resource {@code incoming-body}. For the event's thread. */
public final class IncomingBody implements WitParent, AutoCloseable {
    private final InputSource source;
    private final Supplier<HttpFields> trailers;
    private final Parts parts = new Parts();
    private Optional<Parts.Part> stream = Optional.empty();

    /** @param trailers known once the body was read to its end */
    public IncomingBody(InputStream body, Supplier<HttpFields> trailers) {
        this.source = new InputSource(body, this::dropped);
        this.trailers = trailers;
    }

    public InputSource stream() throws WitFailure {
        if (stream.isPresent()) {
            throw new WitFailure();
        }
        stream = Optional.of(parts.add());
        return source;
    }

    private void dropped() {
        stream.ifPresent(Parts.Part::drop);
        source.interrupt();
    }

    @Override
    public boolean hasParts() {
        return parts.hasParts();
    }

    /** The guest reads no more, and wants to know what came behind the body. What it left unread is passed over beside it. */
    public static FutureTrailers finish(IncomingBody body) {
        body.parts.requireNone("an incoming-body");
        return body.source.ended() ? FutureTrailers.known(body.trailers) : FutureTrailers.behind(body.source, body.trailers);
    }

    @Override
    public void close() {
        source.close();
    }
}
