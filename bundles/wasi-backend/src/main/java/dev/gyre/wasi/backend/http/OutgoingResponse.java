package dev.gyre.wasi.backend.http;

import java.util.Optional;

import dev.gyre.api.host.WitFailure;

/** The resource {@code outgoing-response}. For the event's thread. */
public final class OutgoingResponse implements AutoCloseable {
    private static final int OK = 200;

    private final Fields headers;
    private int status = OK;
    private final BodySlot body = new BodySlot();

    public OutgoingResponse(Fields headers) {
        this.headers = headers.freeze();
    }

    public int statusCode() {
        return status;
    }

    public void setStatusCode(int statusCode) throws WitFailure {
        if (statusCode < 100 || statusCode > 999) {
            throw new WitFailure();
        }
        status = statusCode;
    }

    public Fields headers() {
        return headers;
    }

    public OutgoingBody body() throws WitFailure {
        return body.take(headers);
    }

    @Override
    public void close() {
        body.discard();
    }

    Optional<OutgoingBody> taken() {
        return body.taken();
    }
}
