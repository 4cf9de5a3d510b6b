package dev.gyre.api.http;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A request as a client sent it, less what a client must not send ({@code spin-*} fields are already removed).
 *
 * @param method    as sent, such as {@code GET}
 * @param scheme    {@code http} or {@code https}
 * @param authority host and port as the client named them, such as {@code localhost:3000}
 * @param path      as sent, still percent-encoded, starting with {@code /}
 * @param query     as sent, without the question mark
 * @param protocol  such as {@code HTTP/1.1}
 * @param headers   with lower-case names
 * @param length    of the body when the client said it
 * @param body      to be read once by the event's thread; reading may block and throws {@link HttpFailure} with 413 over the limit
 * @param trailers  fields that came behind the body, known once that was read to its end
 */
public record HttpRequest(
        String method,
        String scheme,
        String authority,
        String path,
        Optional<String> query,
        String protocol,
        HttpFields headers,
        OptionalLong length,
        InputStream body,
        InetSocketAddress client,
        Supplier<HttpFields> trailers) {

    /** One without trailers. */
    public HttpRequest(String method, String scheme, String authority, String path, Optional<String> query, String protocol, HttpFields headers,
            OptionalLong length, InputStream body, InetSocketAddress client) {
        this(method, scheme, authority, path, query, protocol, headers, length, body, client, () -> HttpFields.EMPTY);
    }

    /** Path and query as sent. */
    public String pathAndQuery() {
        return query.map(q -> path + "?" + q).orElse(path);
    }

    /** The full URL as the client named it. */
    public String url() {
        return scheme + "://" + authority + pathAndQuery();
    }
}
