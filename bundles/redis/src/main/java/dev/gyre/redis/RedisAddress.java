package dev.gyre.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code redis://[user:password@]host[:port][/database]}, as redis-rs reads it. Equal only with equal credentials.
 *
 * @param host IPv6 without brackets
 */
public record RedisAddress(String host, int port, Optional<String> user, Optional<String> password, int database) {
    private static final int MAX_CHARACTERS = 1024;
    private static final Pattern FORM = Pattern.compile(
            "redis://(?:([^@/?#]*)@)?(\\[[0-9a-fA-F:.]+\\]|[^\\[\\]:/?#@\\s\\\\]+)(?::([0-9]{1,5}))?(?:/([0-9]{0,5}))?");

    /** @throws RedisFailure whose message does not repeat the text, which may hold a password */
    public static RedisAddress parse(String text) {
        Matcher m = FORM.matcher(text);
        if (text.length() > MAX_CHARACTERS || !m.matches()) {
            throw new RedisFailure("a redis address is not of the form redis://[user:password@]host[:port][/database]");
        }
        int port = m.group(3) == null ? 6379 : Integer.parseInt(m.group(3));
        if (port < 1 || port > 65535) {
            throw new RedisFailure("the port of a redis address is not 1 to 65535");
        }
        String host = m.group(2).startsWith("[") ? m.group(2).substring(1, m.group(2).length() - 1) : m.group(2);
        String credentials = m.group(1) == null ? "" : m.group(1);
        int colon = credentials.indexOf(':');
        String user = decode(colon < 0 ? credentials : credentials.substring(0, colon));
        Optional<String> password = colon < 0 ? Optional.empty() : Optional.of(decode(credentials.substring(colon + 1)));
        return new RedisAddress(host, port, Optional.of(user).filter(u -> !u.isEmpty()), password.filter(p -> !p.isEmpty()),
                m.group(4) == null || m.group(4).isEmpty() ? 0 : Integer.parseInt(m.group(4)));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RedisFailure("the user or password of a redis address is not percent-encoded");
        }
    }

    /** For logs: without credentials. */
    @Override
    public String toString() {
        return "redis://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port + "/" + database;
    }
}
