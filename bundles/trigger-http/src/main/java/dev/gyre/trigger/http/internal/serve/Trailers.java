package dev.gyre.trigger.http.internal.serve;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/** Fields behind a body (RFC 9110, 6.5). Stateless. */
final class Trailers {
    /** What says how to read a message, or what to do with it, is of no use behind it (RFC 9110, 6.5.1). */
    private static final Set<String> HEAD_ONLY = Set.of("content-length", "content-type", "content-encoding", "content-range", "host", "cache-control", "expect",
            "max-forwards", "range", "authorization", "cookie", "set-cookie", "location", "date", "vary", "age", "expires", "retry-after");

    private Trailers() {
    }

    /** Whether a client takes them: HTTP/2 always has room for them, HTTP/1.1 must ask. */
    static boolean wanted(Request request) {
        HttpVersion version = request.getConnectionMetaData().getHttpVersion();
        return version == HttpVersion.HTTP_2 || version == HttpVersion.HTTP_1_1 && request.getHeaders().contains(HttpHeader.TE, "trailers");
    }

    /** What a guest gets of a request's, once its body was read. */
    static dev.gyre.api.http.HttpFields of(Request request) {
        return Optional.ofNullable(request.getTrailers()).filter(t -> t.size() > 0).map(t -> RequestHeaders.of(t, ""))
                .orElse(dev.gyre.api.http.HttpFields.EMPTY).without(Trailers::headOnly);
    }

    /** What is sent of a guest's; too much of it is an error of the guest's, as in a head. */
    static HttpFields sent(dev.gyre.api.http.HttpFields fields) {
        HttpFields.Mutable out = HttpFields.build();
        for (HttpField field : ResponseHead.check(200, fields.without(Trailers::headOnly)).fields()) {
            out.add(field);
        }
        return out.asImmutable();
    }

    private static boolean headOnly(String name) {
        return HEAD_ONLY.contains(name.toLowerCase(Locale.ROOT));
    }
}
