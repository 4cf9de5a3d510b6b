package dev.gyre.manifest.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;

/**
 * Where a component may connect to, in the words of {@code allowed_outbound_hosts} (Spin 2.0), whichever field says so.
 *
 * <p>{@code allowed_http_hosts} has URLs without path ({@code https://api.example.com}, the only form of Spin 0.1 to 0.4) or
 * hosts with an optional port ({@code localhost:3001}, Spin 0.5 to 1.5); the scheme of an entry does not count. An old
 * component could connect to databases anywhere, which it can until it has the new field (Spin {@code crates/manifest/src/compat.rs}).
 */
final class OutboundHosts {
    static final String ALLOW_ALL = "insecure:allow-all";
    private static final String FIELD = "allowed_outbound_hosts";
    private static final List<String> DATABASES = List.of("redis://*:*", "mysql://*:*", "postgres://*:*");
    private static final List<String> ANY_HTTP = List.of("http://*:*", "https://*:*", "http://self");

    private OutboundHosts() {
    }

    /** @param oldField what {@code allowed_http_hosts} is called */
    static List<OutboundHost> v1(ConfigTable component, String oldField) {
        List<OutboundHost> out = new ArrayList<>(entries(component));
        if (!component.has(FIELD)) {
            DATABASES.forEach(d -> out.add(new OutboundHost(d, component.position())));
        }
        out.addAll(converted(component, oldField));
        return out;
    }

    static List<OutboundHost> v2(ConfigTable component) {
        List<OutboundHost> out = new ArrayList<>(entries(component));
        out.addAll(converted(component, "allowed_http_hosts"));
        return out;
    }

    private static List<OutboundHost> entries(ConfigTable component) {
        List<String> texts = component.strings(FIELD);
        List<ConfigValue> values = component.list(FIELD);
        List<OutboundHost> out = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            out.add(new OutboundHost(texts.get(i), values.get(i).position()));
        }
        return out;
    }

    private static List<OutboundHost> converted(ConfigTable component, String field) {
        List<String> texts = component.strings(field);
        List<ConfigValue> values = component.list(field);
        List<OutboundHost> out = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Position position = values.get(i).position();
            if (texts.get(i).equals(ALLOW_ALL)) {
                return ANY_HTTP.stream().map(e -> new OutboundHost(e, position)).toList();
            }
        }
        for (int i = 0; i < texts.size(); i++) {
            Position position = values.get(i).position();
            try {
                HttpHost host = HttpHost.parse(texts.get(i));
                host.entries().forEach(e -> out.add(new OutboundHost(e, position)));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(position, component.path() + "." + field + "[" + i + "]",
                        values.get(i).display() + " is not usable (" + e.getMessage() + "); write a host and an optional port, such as \"example.com\","
                                + " \"https://example.com\" or \"localhost:3001\", or \"" + ALLOW_ALL + "\"");
            }
        }
        return out;
    }

    /** @param authority host and port, as in a URL; the port is left out where it is the default one of the entry's scheme */
    private record HttpHost(String authority) {
        static HttpHost parse(String text) {
            int slashes = text.indexOf("//");
            String scheme = slashes < 0 ? "" : text.substring(0, slashes).toLowerCase(Locale.ROOT);
            if (slashes >= 0 && !scheme.equals("http:") && !scheme.equals("https:")) {
                throw new IllegalArgumentException("its scheme is neither http nor https");
            }
            String rest = slashes < 0 ? text : text.substring(slashes + 2);
            String authority = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
            if (authority.chars().anyMatch(c -> "/?#\\".indexOf(c) >= 0)) {
                throw new IllegalArgumentException("it has a path");
            }
            if (authority.indexOf('*') >= 0) {
                throw new IllegalArgumentException("there are no wildcards");
            }
            if (authority.isBlank() || authority.chars().anyMatch(c -> c <= ' ' || c == '@' || c == '"')) {
                throw new IllegalArgumentException("no host name or address");
            }
            int colon = authority.lastIndexOf(':');
            boolean hasPort = colon > authority.lastIndexOf(']') && (authority.startsWith("[") || authority.indexOf(':') == colon);
            if (!hasPort) {
                // an address of IPv6 may stand without brackets
                return new HttpHost(colon >= 0 && !authority.startsWith("[") ? "[" + authority + "]" : authority);
            }
            int port = port(authority.substring(colon + 1));
            boolean isDefault = port == (scheme.equals("https:") ? 443 : 80);
            return new HttpHost(isDefault ? authority.substring(0, colon) : authority);
        }

        private static int port(String text) {
            if (text.matches("[0-9]{1,5}")) {
                int port = Integer.parseInt(text);
                if (port >= 1 && port <= 65535) {
                    return port;
                }
            }
            throw new IllegalArgumentException("its port is not 1 to 65535");
        }

        List<String> entries() {
            return authority.equals("self") ? List.of("http://self") : List.of("http://" + authority, "https://" + authority);
        }
    }
}
