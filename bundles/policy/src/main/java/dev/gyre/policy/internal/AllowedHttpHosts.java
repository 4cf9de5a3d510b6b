package dev.gyre.policy.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigException;

/**
 * {@code allowed_http_hosts} of manifest v1.
 *
 * <p>An entry is a URL without path ({@code https://api.example.com}, the only form of Spin 0.1 to 0.4) or a host with an
 * optional port ({@code localhost:3001}, Spin 0.5 to 1.5). The scheme of an entry does not count. Ports are compared as
 * since Spin 0.5: an entry without one allows the scheme's default port only. Spin 0.1 to 0.4 compared hosts alone; a
 * component that relies on it says {@code any-port = true}.
 *
 * @param all     whether {@code insecure:allow-all} is listed
 * @param anyPort whether ports do not count
 */
record AllowedHttpHosts(boolean all, List<Entry> entries, boolean anyPort) {
    private static final String ALLOW_ALL = "insecure:allow-all";
    private static final String FIELD = "component.allowed_http_hosts";

    /** @param port absent: the default port of the request's scheme */
    record Entry(Host host, OptionalInt port) {
    }

    /** @throws ConfigException naming the first entry that means nothing */
    static AllowedHttpHosts of(Component component, boolean anyPort) {
        List<String> texts = component.allowedHttpHosts();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            if (!text.equals(ALLOW_ALL)) {
                try {
                    entries.add(entry(text));
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(component.position(), FIELD + "[" + i + "]",
                            "\"" + text + "\" of component \"" + component.id() + "\" is not usable (" + e.getMessage()
                                    + "); write a host and an optional port, such as \"example.com\", \"https://example.com\" or"
                                    + " \"localhost:3001\", or \"" + ALLOW_ALL + "\"");
                }
            }
        }
        return new AllowedHttpHosts(texts.contains(ALLOW_ALL), List.copyOf(entries), anyPort);
    }

    private static Entry entry(String text) {
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
        if (authority.equals("self")) {
            throw new IllegalArgumentException("requests to the application itself are not supported");
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']') && (authority.startsWith("[") || authority.indexOf(':') == colon);
        Host host = Host.parse(hasPort ? authority.substring(0, colon) : authority);
        if (!hasPort) {
            return new Entry(host, OptionalInt.empty());
        }
        int port = port(authority.substring(colon + 1));
        boolean isDefault = scheme.equals("http:") && port == 80 || scheme.equals("https:") && port == 443;
        return new Entry(host, isDefault ? OptionalInt.empty() : OptionalInt.of(port));
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

    boolean allows(Host host, int port, int defaultPort) {
        return all || entries.stream().anyMatch(e -> e.host().equals(host)
                && (anyPort || port == e.port().orElse(defaultPort)));
    }

    /** Whether the user wrote this very address. */
    boolean lists(Host host) {
        return host.address().isPresent() && entries.stream().anyMatch(e -> e.host().equals(host));
    }
}
