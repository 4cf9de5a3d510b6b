package dev.gyre.policy.internal;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An entry of {@code allowed_outbound_hosts} without templates: {@code <scheme>://<host>[:<port>][/]}
 * ({@code crates/outbound-networking-config} of Spin 4). Immutable.
 *
 * @param scheme lower case; nothing for any
 */
record Entry(Optional<String> scheme, HostPattern host, Ports ports) {
    private static final Map<String, Integer> WELL_KNOWN =
            Map.of("http", 80, "https", 443, "redis", 6379, "mysql", 3306, "postgres", 5432, "mqtt", 1883);
    private static final String FORM = "<scheme>://<host>[:<port>], where each may be \"*\"";
    private static final String ALL = "\"*://*:*\" allows every connection";

    /** @throws IllegalArgumentException for what is no entry, with what is wrong and what to write */
    static Entry parse(String text) {
        String entry = text.strip();
        if (entry.equals("insecure:allow-all")) {
            throw new IllegalArgumentException("it belongs in allowed_http_hosts; " + ALL);
        }
        int slashes = entry.indexOf("://");
        if (slashes < 0) {
            throw new IllegalArgumentException("it has no scheme; write " + FORM + "; " + ALL);
        }
        String scheme = scheme(entry.substring(0, slashes));
        String rest = entry.substring(slashes + 3);
        int colon = portColon(rest);
        String host = colon < 0 ? rest : rest.substring(0, colon);
        String port = colon < 0 ? "" : rest.substring(colon + 1);
        if (port.endsWith("/")) {
            port = port.substring(0, port.length() - 1);
        }
        if (port.indexOf('/') >= 0) {
            throw new IllegalArgumentException("it has a path; an entry ends with the port");
        }
        Ports ports = port.isEmpty() ? defaultPort(scheme) : Ports.parse(port);
        return new Entry(scheme.equals("*") ? Optional.empty() : Optional.of(scheme), HostPattern.parse(host), ports);
    }

    private static String scheme(String text) {
        if (text.equals("*")) {
            return text;
        }
        if (text.startsWith("{")) {
            throw new IllegalArgumentException("there are no lists of schemes; write an entry for each");
        }
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')) {
            throw new IllegalArgumentException("its scheme must be letters only, or \"*\"");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** The colon before a port; colons of an IPv6 address are none, which without brackets are an address only where a network has them. */
    private static int portColon(String rest) {
        int bracket = rest.lastIndexOf(']');
        int colon = rest.lastIndexOf(':');
        boolean behindNetwork = rest.indexOf('/') >= 0 && rest.indexOf('/') < colon;
        boolean bareIpv6 = bracket < 0 && !behindNetwork && rest.indexOf(':') != colon;
        if (bareIpv6 && rest.matches("[0-9a-fA-F:.]+")) {
            throw new IllegalArgumentException("an address of IPv6 needs brackets, as in \"http://[::1]:8080\"");
        }
        return colon > bracket && !bareIpv6 ? colon : -1;
    }

    private static Ports defaultPort(String scheme) {
        return defaultPortOf(scheme).map(p -> new Ports(p, p + 1)).orElseThrow(
                () -> new IllegalArgumentException("it has no port, and " + (scheme.equals("*") ? "with any scheme" : "the scheme \"" + scheme + "\"")
                        + " has no usual one; add a port, a range such as \"8000..8100\", or \":*\""));
    }

    /** The port a URL of this scheme means when it names none. */
    static Optional<Integer> defaultPortOf(String scheme) {
        return Optional.ofNullable(WELL_KNOWN.get(scheme));
    }

    /** @param anyPort whether ports do not count */
    boolean allows(String wantedScheme, Host wantedHost, int port, boolean anyPort) {
        return (scheme.isEmpty() || scheme.get().equals(wantedScheme)) && (anyPort || ports.contain(port)) && host.allows(wantedHost);
    }

    boolean allowsSelf() {
        return host.allowsSelf() && (scheme.isEmpty() || scheme.get().equals("http") || scheme.get().equals("https"));
    }

    /**
     * Ports from one to before another.
     *
     * @param end exclusive
     */
    record Ports(int start, int end) {
        private static final Ports ANY = new Ports(1, 1 << 16);

        static Ports parse(String text) {
            if (text.equals("*")) {
                return ANY;
            }
            if (text.startsWith("{")) {
                throw new IllegalArgumentException("there are no lists of ports; write an entry for each, or a range such as \"8000..8100\"");
            }
            int dots = text.indexOf("..");
            if (dots < 0) {
                int port = number(text);
                return new Ports(port, port + 1);
            }
            Ports range = new Ports(number(text.substring(0, dots)), number(text.substring(dots + 2)));
            if (range.start >= range.end) {
                throw new IllegalArgumentException("its range of ports is empty: the end is not part of it");
            }
            return range;
        }

        private static int number(String text) {
            if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535) {
                return Integer.parseInt(text);
            }
            throw new IllegalArgumentException("its port must be a number up to 65535, a range such as \"8000..8100\", or \"*\"");
        }

        boolean contain(int port) {
            return port >= start && port < end;
        }
    }
}
