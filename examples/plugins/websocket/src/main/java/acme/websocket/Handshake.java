package acme.websocket;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** What the request that opens a WebSocket says. Stateless. */
final class Handshake {
    private Handshake() {
    }

    /**
     * Whether it may come from where it says it does. Browsers let every web page connect to any server, and say whose page it is; other
     * clients say nothing.
     *
     * @param others origins that may connect beside the server's own host
     */
    static boolean allowed(Request request, List<String> others) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null || others.contains(origin)) {
            return true;
        }
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(request.getHeaders().get(HttpHeader.HOST));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What guests find in their environment. */
    static Map<String, String> environment(Request request) {
        return Map.of("WEBSOCKET_CONNECTION", UUID.randomUUID().toString(),
                "WEBSOCKET_PATH", Request.getPathInContext(request),
                "WEBSOCKET_QUERY", Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""));
    }
}
