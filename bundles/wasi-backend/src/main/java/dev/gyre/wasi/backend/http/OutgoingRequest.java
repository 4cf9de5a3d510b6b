package dev.gyre.wasi.backend.http;

import java.util.Optional;

import dev.gyre.api.host.WitFailure;

/** The resource {@code outgoing-request}. For the event's thread. */
public final class OutgoingRequest implements AutoCloseable {
    private final Fields headers;
    private HttpMethod method = new HttpMethod.Get();
    private Optional<String> pathWithQuery = Optional.empty();
    private Optional<HttpScheme> scheme = Optional.empty();
    private Optional<String> authority = Optional.empty();
    private final BodySlot body = new BodySlot();

    public OutgoingRequest(Fields headers) {
        this.headers = headers.freeze();
    }

    public OutgoingBody body() throws WitFailure {
        return body.take(headers);
    }

    /** The body the guest has asked for. */
    public Optional<OutgoingBody> taken() {
        return body.taken();
    }

    public HttpMethod method() {
        return method;
    }

    public void setMethod(HttpMethod value) throws WitFailure {
        check(!value.text().isEmpty() && value.text().chars().allMatch(Fields::isTokenChar));
        method = value;
    }

    public Optional<String> pathWithQuery() {
        return pathWithQuery;
    }

    public void setPathWithQuery(Optional<String> value) throws WitFailure {
        check(value.map(v -> v.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#')).orElse(true));
        pathWithQuery = value;
    }

    public Optional<HttpScheme> scheme() {
        return scheme;
    }

    public void setScheme(Optional<HttpScheme> value) throws WitFailure {
        check(value.map(v -> v.text().matches("[a-z][a-z0-9+.-]*")).orElse(true));
        scheme = value;
    }

    public Optional<String> authority() {
        return authority;
    }

    public void setAuthority(Optional<String> value) throws WitFailure {
        check(value.map(v -> !v.isEmpty() && v.chars().allMatch(c -> c > ' ' && c < 0x7f && "/?#\\<>\"^`{|}".indexOf(c) < 0)).orElse(true));
        authority = value;
    }

    public Fields headers() {
        return headers;
    }

    @Override
    public void close() {
        body.discard();
    }

    private static void check(boolean valid) throws WitFailure {
        if (!valid) {
            throw new WitFailure();
        }
    }
}
