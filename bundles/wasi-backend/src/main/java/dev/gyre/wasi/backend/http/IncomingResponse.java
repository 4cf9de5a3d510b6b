package dev.gyre.wasi.backend.http;

import java.io.InputStream;
import java.util.function.Supplier;

import dev.gyre.api.host.WitFailure;
import dev.gyre.api.http.HttpFields;

/** The resource {@code incoming-response}. For the event's thread. */
public final class IncomingResponse implements AutoCloseable {
    private final int status;
    private final Fields headers;
    private final InputStream body;
    private final Supplier<HttpFields> trailers;
    private boolean consumed;

    /**
     * @param body     closed with the last thing that reads it
     * @param trailers known once the body was read to its end
     */
    public IncomingResponse(int status, HttpFields headers, InputStream body, Supplier<HttpFields> trailers) {
        this.status = status;
        this.headers = Fields.of(headers);
        this.body = body;
        this.trailers = trailers;
    }

    public int status() {
        return status;
    }

    public Fields headers() {
        return headers;
    }

    public IncomingBody consume() throws WitFailure {
        if (consumed) {
            throw new WitFailure();
        }
        consumed = true;
        return new IncomingBody(body, trailers);
    }

    @Override
    public void close() {
        // the connection is freed when the event ends, or its body was read
    }
}
