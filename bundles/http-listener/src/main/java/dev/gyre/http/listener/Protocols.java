package dev.gyre.http.listener;

import java.util.List;
import java.util.Optional;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;

/** How bytes become requests: HTTP/1.1 and HTTP/2, in the clear or over TLS. Stateless. */
final class Protocols {
    /**
     * Jetty's strictest rules, less what the routes of a {@link RequestHandler} decide: encoded slashes and
     * percent signs, empty segments, and characters browsers send unencoded.
     */
    private static final UriCompliance URIS = UriCompliance.RFC3986.with("gyre", Violation.AMBIGUOUS_PATH_SEPARATOR,
            Violation.AMBIGUOUS_PATH_ENCODING, Violation.AMBIGUOUS_EMPTY_SEGMENT, Violation.ILLEGAL_PATH_CHARACTERS);

    /** A line ends with CR LF: servers that disagree about a bare LF can be made to see different requests. */
    private static final HttpCompliance MESSAGES = HttpCompliance.RFC7230.without("gyre", HttpCompliance.Violation.LF_HEADER_TERMINATION);

    /** Status line, date and framing. */
    private static final int OWN_HEAD = 1 << 10;

    private Protocols() {
    }

    static List<ConnectionFactory> of(Optional<TlsIdentity> tls, HttpConfiguration http) {
        if (tls.isEmpty()) {
            return List.of(new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        }
        // Which names the certificate has is for the client to check.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        return List.of(new SslConnectionFactory(tls.get().contextFactory(), alpn.getProtocol()), alpn, new HTTP2ServerConnectionFactory(http), new HttpConnectionFactory(http));
    }

    /** The size of a request's head may be changed later and holds for connections that come then. */
    static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setMaxResponseHeaderSize(HttpLimits.MAX_RESPONSE_HEAD + OWN_HEAD);
        http.setHttpCompliance(MESSAGES);
        http.setUriCompliance(URIS);
        http.addCustomizer(Protocols::refuseChunksOfOldClients);
        return http;
    }

    /**
     * HTTP/1.0 has no transfer codings: whoever passed such a request on may have seen another end of it (RFC 9112, section 6.1).
     */
    private static Request refuseChunksOfOldClients(Request request, HttpFields.Mutable answer) {
        if (request.getConnectionMetaData().getHttpVersion().getVersion() < HttpVersion.HTTP_1_1.getVersion()
                && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
            throw new BadMessageException("Transfer-Encoding in a request of HTTP/1.0");
        }
        return request;
    }
}
