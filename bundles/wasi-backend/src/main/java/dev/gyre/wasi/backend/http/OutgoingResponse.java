package dev.gyre.wasi.backend.http;

import java.util.Optional;

import dev.gyre.api.host.WitFailure;

/** The resource {@code outgoing-response}. For the event's thread. */
public final class OutgoingResponse {
    private static final int OK = 200;

    private final Fields headers;
    private int status = OK;
    private Optional<OutgoingBody> body = Optional.empty();

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
        if (body.isPresent()) {
            throw new WitFailure();
        }
        OutgoingBody made = new OutgoingBody(ContentLength.of(headers));
        body = Optional.of(made);
        return made;
    }

    Optional<OutgoingBody> taken() {
        return body;
    }
}
