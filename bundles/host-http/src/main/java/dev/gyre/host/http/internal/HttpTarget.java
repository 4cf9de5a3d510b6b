package dev.gyre.host.http.internal;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An absolute http or https URL, taken apart once. What the policy checks and what is connected to are the same fields, so
 * that no second parser can read another host out of the text. Follows the WHATWG URL rules that reqwest follows where they
 * are harmless; control characters and backslashes, which they forgive, are refused.
 *
 * @param scheme    {@code http} or {@code https}
 * @param host      lower case; IPv6 without brackets
 * @param path      absolute, without dot segments, encoded
 * @param query     encoded, without question mark
 * @param userInfo  as written before the {@code @}
 */
record HttpTarget(String scheme, String host, int port, String path, Optional<String> query, Optional<String> userInfo) {
    static final int MAX_CHARACTERS = 8192;

    /** What neither RFC 3986 nor the client takes; WHATWG encodes most of it too. */
    private static final String ENCODED = " \"<>`{}|^";
    /** The host alone: with a port it is somebody else. */
    private static final Pattern SELF = Pattern.compile("(?i)https?://self(?:\\.alt)?((?:[/?#].*)?)");
    private static final Pattern BARE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** @throws OutboundFailure of kind {@link OutboundFailure.Kind#INVALID_URL} */
    static HttpTarget parse(String text) {
        String url = text.strip();
        if (url.length() > MAX_CHARACTERS) {
            throw bad("it is longer than " + MAX_CHARACTERS + " characters");
        }
        if (url.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\')) {
            throw bad("it has a control character or a backslash in it");
        }
        int slashes = url.indexOf("://");
        String scheme = slashes < 0 ? "" : url.substring(0, slashes).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw bad("it does not start with http:// or https://");
        }
        String rest = url.substring(slashes + 3);
        int end = firstOf(rest, "/?#");
        String tail = firstPart(rest.substring(end), '#');
        String path = firstPart(tail, '?');
        return authority(scheme, rest.substring(0, end), withoutDots(encode(path.isEmpty() ? "/" : path, "[]")),
                path.length() == tail.length() ? Optional.empty() : Optional.of(encode(tail.substring(path.length() + 1), "")));
    }

    /**
     * The path and query of a URL that means the application itself: it has no host, or the host {@code self}.
     *
     * @return nothing for any other URL, also for one that is none
     */
    static Optional<String> ownPath(String text) {
        String url = text.strip();
        if (url.startsWith("/") && !url.startsWith("//")) {
            return Optional.of(url);
        }
        Matcher m = SELF.matcher(url);
        return m.matches() ? Optional.of(m.group(1).startsWith("/") ? m.group(1) : "/" + m.group(1)) : Optional.empty();
    }

    /** @throws OutboundFailure for text of so many bytes that need not be read */
    static void checkBytes(int length) {
        if (Integer.compareUnsigned(length, 4 * MAX_CHARACTERS) > 0) {
            throw bad("it is longer than " + MAX_CHARACTERS + " characters");
        }
    }

    private static HttpTarget authority(String scheme, String text, String path, Optional<String> query) {
        int at = text.lastIndexOf('@');
        String hostPort = text.substring(at + 1);
        int hostEnd = hostPort.startsWith("[") ? hostPort.indexOf(']') + 1 : firstPart(hostPort, ':').length();
        String host = hostPort.substring(0, hostEnd);
        String port = hostPort.substring(hostEnd);
        if (!port.matches("(:[0-9]{0,5})?")) {
            throw bad("its port is not 1 to 65535");
        }
        int number = port.length() <= 1 ? scheme.equals("http") ? 80 : 443 : Integer.parseInt(port.substring(1));
        if (number < 1 || number > 65535) {
            throw bad("its port is not 1 to 65535");
        }
        return new HttpTarget(scheme, host(host), number, path, query, at < 0 ? Optional.empty() : Optional.of(text.substring(0, at)));
    }

    private static String host(String text) {
        if (text.startsWith("[")) {
            return text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
        }
        try {
            String host = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            if (host.matches("[a-z0-9._-]+")) {
                return host;
            }
        } catch (IllegalArgumentException e) {
            throw bad("its host is no name or address");
        }
        throw bad("its host is no name or address");
    }

    /**
     * Where a {@code Location} header at this URL leads (RFC 3986, 5.2).
     *
     * @throws OutboundFailure of kind {@link OutboundFailure.Kind#INVALID_URL}
     */
    HttpTarget resolve(String location) {
        String text = location.strip();
        if (text.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return parse(text);
        }
        if (text.startsWith("//")) {
            return parse(scheme + ":" + text);
        }
        String base = scheme + "://" + authority();
        if (text.startsWith("/")) {
            return parse(base + text);
        }
        if (text.startsWith("?")) {
            return parse(base + path + text);
        }
        if (firstPart(text, '#').isEmpty()) {
            return this;
        }
        return parse(base + path.substring(0, path.lastIndexOf('/') + 1) + text);
    }

    /** Host and, unless it is the scheme's own, port. */
    String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (scheme.equals("http") ? 80 : 443) ? name : name + ":" + port;
    }

    boolean sameOrigin(HttpTarget other) {
        return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
    }

    /** The request target of the request line. */
    String pathAndQuery() {
        return query.map(q -> path + "?" + q).orElse(path);
    }

    /** For logs: paths and queries may carry secrets. */
    @Override
    public String toString() {
        return scheme + "://" + authority();
    }

    private static String firstPart(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    private static int firstOf(String text, String ends) {
        int at = 0;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static String encode(String text, String more) {
        String encoded = BARE_PERCENT.matcher(text).replaceAll("%25");
        if (encoded.chars().allMatch(c -> c < 0x7f && ENCODED.indexOf(c) < 0 && more.indexOf(c) < 0)) {
            return encoded;
        }
        StringBuilder out = new StringBuilder();
        for (byte b : encoded.getBytes(StandardCharsets.UTF_8)) {
            if (b < 0 || ENCODED.indexOf(b) >= 0 || more.indexOf(b) >= 0) {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    /** Removes {@code .} and {@code ..}, also encoded, as RFC 3986, 5.2.4 and WHATWG say. */
    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
        for (int i = 0; i < segments.size(); i++) {
            String plain = segments.get(i).replaceAll("(?i)%2e", ".");
            boolean last = i == segments.size() - 1;
            if (plain.equals("..")) {
                kept.pollLast();
            } else if (!plain.equals(".")) {
                kept.addLast(segments.get(i));
            }
            if (last && (plain.equals("..") || plain.equals("."))) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    private static OutboundFailure bad(String problem) {
        return new OutboundFailure(OutboundFailure.Kind.INVALID_URL, "bad URL: " + problem);
    }
}
