package dev.gyre.http.listener;

import java.time.Duration;
import java.util.List;

import dev.gyre.api.config.ConfigTable;

/**
 * What clients and guests may do to a listener. All are on by default.
 *
 * @param maxBody        bytes of a request body; 413 above it
 * @param maxResponse    bytes of a response body; the response is cut above it
 * @param maxHead        bytes of request line and fields; 431 above it
 * @param maxHeaders     request fields; 431 above it
 * @param maxConnections at once; more wait to be accepted
 * @param idleTimeout    a connection may be silent while the other side waits for it
 * @param bodyTimeout    a client may take to send its body, counting the time it was waited for
 * @param minRate        bytes a second a client must send or take, on average, once it was waited for {@link #RATE_GRACE}
 * @param drain          running requests may take to end when the listener closes
 */
public record HttpLimits(long maxBody, long maxResponse, int maxHead, int maxHeaders, int maxConnections, Duration idleTimeout, Duration bodyTimeout, long minRate,
        Duration drain) {
    public static final HttpLimits DEFAULT =
            new HttpLimits(32L << 20, 1L << 30, 16 << 10, 200, 8192, Duration.ofSeconds(30), Duration.ofMinutes(5), 512, Duration.ofSeconds(10));

    /** How long a client is waited for, in sum, before its rate is looked at. */
    public static final Duration RATE_GRACE = Duration.ofSeconds(20);

    /** Fields of a response; more are refused, since clients and proxies take no more either. */
    public static final int MAX_RESPONSE_HEADERS = 1000;

    /** Bytes of a response head. */
    public static final int MAX_RESPONSE_HEAD = 64 << 10;

    /** Of the settings. */
    public static final List<String> KEYS =
            List.of("max-body", "max-response", "max-head", "max-headers", "max-connections", "idle-timeout", "body-timeout", "min-rate", "drain");

    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    public static HttpLimits read(ConfigTable table) {
        return new HttpLimits(
                table.bytes("max-body").orElse(DEFAULT.maxBody),
                table.bytes("max-response").orElse(DEFAULT.maxResponse),
                between(table, "max-head", table.bytes("max-head").orElse((long) DEFAULT.maxHead), 1 << 10, 1 << 20),
                between(table, "max-headers", table.integer("max-headers").orElse((long) DEFAULT.maxHeaders), 1, 10_000),
                between(table, "max-connections", table.integer("max-connections").orElse((long) DEFAULT.maxConnections), 1, 1_000_000),
                positive(table, "idle-timeout", table.duration("idle-timeout").orElse(DEFAULT.idleTimeout)),
                positive(table, "body-timeout", table.duration("body-timeout").orElse(DEFAULT.bodyTimeout)),
                table.bytes("min-rate").orElse(DEFAULT.minRate),
                positive(table, "drain", table.duration("drain").orElse(DEFAULT.drain)));
    }

    /** The same for requests that no client sends, which therefore cannot be too slow. */
    public HttpLimits unhurried() {
        return new HttpLimits(maxBody, maxResponse, maxHead, maxHeaders, maxConnections, idleTimeout, Duration.ofDays(1), 0, drain);
    }

    /** Both as one listener has them: the more generous of what it has for all its applications. */
    public static HttpLimits most(HttpLimits a, HttpLimits b) {
        return new HttpLimits(a.maxBody, a.maxResponse, Math.max(a.maxHead, b.maxHead), a.maxHeaders, Math.max(a.maxConnections, b.maxConnections),
                longer(a.idleTimeout, b.idleTimeout), a.bodyTimeout, a.minRate, longer(a.drain, b.drain));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static int between(ConfigTable table, String key, long value, int min, int max) {
        if (value < min || value > max) {
            throw table.badValue(key, "between " + min + " and " + max);
        }
        return (int) value;
    }

    private static Duration positive(ConfigTable table, String key, Duration value) {
        if (value.toMillis() <= 0 || value.toDays() > 1) {
            throw table.badValue(key, "between 1ms and 24h");
        }
        return value;
    }
}
