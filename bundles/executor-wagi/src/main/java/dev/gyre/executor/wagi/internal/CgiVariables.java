package dev.gyre.executor.wagi.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.api.http.SpinHeader;

/**
 * The environment of a WAGI request: the CGI meta-variables (RFC 3875), WAGI's own, Spin's, and the request's headers.
 *
 * <p>Client headers can set {@code HTTP_*} alone, and of these neither {@code HTTP_PROXY} (httpoxy, CVE-2016-5385) nor one the
 * component's own environment sets.
 */
final class CgiVariables {
    /** Credentials and connection management are not the script's (RFC 3875, 4.1.18); Proxy would steer its HTTP clients. */
    private static final Set<String> WITHHELD = Set.of("authorization", "connection", "proxy", "proxy-authorization");

    private CgiVariables() {
    }

    /**
     * @param contentLength of the body as the guest will read it
     * @param own           the component's environment
     */
    static Map<String, String> of(HttpExchange exchange, long contentLength, Map<String, String> own) {
        HttpRequest request = exchange.request();
        Map<String, String> vars = new LinkedHashMap<>();
        headers(request, own, vars);
        String client = request.client().getAddress() == null ? request.client().getHostString() : request.client().getAddress().getHostAddress();
        Authority server = Authority.parse(request.authority(), request.scheme());
        vars.put("AUTH_TYPE", "");
        vars.put("CONTENT_LENGTH", Long.toString(contentLength));
        vars.put("CONTENT_TYPE", request.headers().first("content-type").orElse(""));
        vars.put("GATEWAY_INTERFACE", "CGI/1.1");
        vars.put("QUERY_STRING", request.query().orElse(""));
        vars.put("REMOTE_ADDR", client);
        vars.put("REMOTE_HOST", client);
        vars.put("REMOTE_USER", "");
        vars.put("REQUEST_METHOD", request.method());
        vars.put("SCRIPT_NAME", scriptName(exchange.route().matchedRoute()));
        vars.put("X_RAW_PATH_INFO", exchange.route().pathInfo());
        vars.put("PATH_TRANSLATED", percentDecode(exchange.route().pathInfo()));
        vars.put("SERVER_NAME", server.host());
        vars.put("SERVER_PORT", server.port());
        vars.put("SERVER_PROTOCOL", request.protocol());
        vars.put("SERVER_SOFTWARE", "WAGI/1");
        for (SpinHeader fact : SpinHeader.of(exchange)) {
            vars.put(fact.variable(), fact.value());
        }
        return vars;
    }

    private static void headers(HttpRequest request, Map<String, String> own, Map<String, String> vars) {
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            String variable = "HTTP_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
            // X-A and X_A would be the same variable; only the one every HTTP server accepts gets through.
            if (!WITHHELD.contains(name) && name.indexOf('_') < 0 && !own.containsKey(variable)) {
                vars.merge(variable, header.getValue(), (a, b) -> a + (name.equals("cookie") ? "; " : ", ") + b);
            }
        }
    }

    /** The matched route less its wildcard. */
    static String scriptName(String matchedRoute) {
        return matchedRoute.endsWith("/...") ? matchedRoute.substring(0, matchedRoute.length() - 4) : matchedRoute;
    }

    /** Decodes valid UTF-8 sequences; a lone percent sign stays. */
    static String percentDecode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteBuffer out = ByteBuffer.allocate(text.length() * 3);
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            // A variable ends at a NUL, so a decoded one would cut it.
            if (low >= 0 && (high | low) != 0) {
                out.put((byte) (high << 4 | low));
                i += 2;
            } else {
                out.put(in[i]);
            }
        }
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }
}
