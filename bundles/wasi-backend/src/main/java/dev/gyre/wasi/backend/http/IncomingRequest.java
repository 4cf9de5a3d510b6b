package dev.gyre.wasi.backend.http;

import java.util.Optional;

import dev.gyre.api.host.WitFailure;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpRequest;

/** The resource {@code incoming-request}. For the event's thread. */
public final class IncomingRequest {
    private final HttpRequest request;
    private final Fields headers;
    private boolean consumed;

    /** @param headers what the guest sees as such */
    public IncomingRequest(HttpRequest request, HttpFields headers) {
        this.request = request;
        this.headers = Fields.of(headers);
    }

    public HttpMethod method() {
        return HttpMethod.of(request.method());
    }

    public Optional<String> pathWithQuery() {
        return Optional.of(request.pathAndQuery());
    }

    public Optional<HttpScheme> scheme() {
        return Optional.of(HttpScheme.of(request.scheme()));
    }

    public Optional<String> authority() {
        return Optional.of(request.authority());
    }

    public Fields headers() {
        return headers;
    }

    public IncomingBody consume() throws WitFailure {
        if (consumed) {
            throw new WitFailure();
        }
        consumed = true;
        return new IncomingBody(request.body(), request.trailers());
    }
}
