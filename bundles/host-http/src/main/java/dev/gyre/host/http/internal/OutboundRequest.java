package dev.gyre.host.http.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.gyre.api.host.ServiceChaining;
import dev.gyre.api.http.HttpFields;

/**
 * A request as it goes out: headers checked and those that are not the guest's to say removed.
 *
 * @param headers names as the guest wrote them, in its order
 * @param body    not changed by anybody
 * @param depth   of one to its own application: how many wait for it, and itself; 0 of others
 */
record OutboundRequest(String method, HttpTarget target, List<Entry<String, String>> headers, byte[] body, int depth) {
    /**
     * What belongs to the connection or the framing. {@code Host} is among them: it is always the URL's, or else a guest could
     * reach sites its manifest does not list through a front end that serves many.
     */
    private static final Set<String> OURS = Set.of("host", "connection", "keep-alive", "proxy-connection", "proxy-authorization",
            "te", "trailer", "transfer-encoding", "upgrade", "expect", "content-length", "http2-settings", ServiceChaining.TICKET);
    /** Not for another host's eyes (the list of reqwest). */
    private static final Set<String> SENSITIVE = Set.of("authorization", "cookie", "cookie2", "www-authenticate");
    private static final Set<String> OF_A_BODY = Set.of("content-type", "content-encoding", "content-language", "content-location");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    /** @throws OutboundFailure when method or headers cannot be sent */
    static OutboundRequest of(String method, HttpTarget target, List<Entry<String, String>> headers, byte[] body) {
        if (!TOKEN.matcher(method).matches() || method.equalsIgnoreCase("CONNECT")) {
            throw new OutboundFailure(OutboundFailure.Kind.INVALID_METHOD, "the request method cannot be sent");
        }
        for (Entry<String, String> h : headers) {
            if (!TOKEN.matcher(h.getKey()).matches() || !VALUE.matcher(h.getValue()).matches()) {
                throw new OutboundFailure(OutboundFailure.Kind.INVALID_HEADERS,
                        "a request header cannot be sent: its name is no token or its value is not plain ASCII");
            }
        }
        Set<String> named = headers.stream().filter(h -> h.getKey().equalsIgnoreCase("connection"))
                .flatMap(h -> Stream.of(h.getValue().split(","))).map(n -> n.strip().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        List<Entry<String, String>> kept = without(headers, Stream.concat(OURS.stream(), named.stream()).collect(Collectors.toSet()));
        return new OutboundRequest(method, target, withCredentials(kept, target), body, 0);
    }

    /** Of the fields a guest wants behind its body those that can be sent there. */
    static HttpFields trailers(HttpFields fields) {
        return HttpFields.of(fields.entries().stream().filter(f -> TOKEN.matcher(f.getKey()).matches() && VALUE.matcher(f.getValue()).matches())
                .filter(f -> Stream.of(OURS, SENSITIVE, OF_A_BODY).noneMatch(set -> set.contains(f.getKey().toLowerCase(Locale.ROOT)))).toList());
    }

    /** Credentials written into the URL become a header, as reqwest does. */
    private static List<Entry<String, String>> withCredentials(List<Entry<String, String>> headers, HttpTarget target) {
        if (target.userInfo().isEmpty() || has(headers, "authorization")) {
            return headers;
        }
        String written = target.userInfo().get();
        String pair;
        try {
            pair = URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new OutboundFailure(OutboundFailure.Kind.INVALID_URL, "bad URL: its user name or password is not percent-encoded");
        }
        String credentials = written.indexOf(':') < 0 ? pair + ":" : pair;
        String value = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return Stream.concat(headers.stream(), Stream.of(Map.entry("authorization", value))).toList();
    }

    /** The request a redirect asks for (RFC 9110, 15.4; the rules of reqwest). */
    OutboundRequest redirected(int status, HttpTarget to) {
        List<Entry<String, String>> kept = target.sameOrigin(to) ? headers : without(headers, SENSITIVE);
        if (status == 307 || status == 308) {
            return new OutboundRequest(method, to, withCredentials(kept, to), body, depth);
        }
        String changed = method.equals("GET") || method.equals("HEAD") ? method : "GET";
        return new OutboundRequest(changed, to, withCredentials(without(kept, OF_A_BODY), to), new byte[0], depth);
    }

    boolean has(String name) {
        return has(headers, name);
    }

    private static boolean has(List<Entry<String, String>> headers, String name) {
        return headers.stream().anyMatch(h -> h.getKey().equalsIgnoreCase(name));
    }

    private static List<Entry<String, String>> without(List<Entry<String, String>> headers, Set<String> names) {
        return headers.stream().filter(h -> !names.contains(h.getKey().toLowerCase(Locale.ROOT))).toList();
    }
}
