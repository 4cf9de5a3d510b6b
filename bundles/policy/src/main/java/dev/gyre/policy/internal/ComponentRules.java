package dev.gyre.policy.internal;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.gyre.api.app.Component;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;

/** The rules of one component. */
final class ComponentRules implements OutboundRules {
    private final Component component;
    private final boolean unlistedSchemes;
    private final AllowedHttpHosts http;
    private final Destinations destinations;

    /** @param unlistedSchemes whether schemes without an allow-list are open, as in manifest v1 */
    ComponentRules(Component component, boolean unlistedSchemes, AllowedHttpHosts http, Destinations destinations) {
        this.component = component;
        this.unlistedSchemes = unlistedSchemes;
        this.http = http;
        this.destinations = destinations;
    }

    @Override
    public List<InetSocketAddress> resolve(String scheme, String host, int port) throws UnknownHostException {
        Host target = destinations.parse(scheme, host, port);
        switch (scheme) {
            case "http" -> checkListed(scheme, target, port, 80);
            case "https" -> checkListed(scheme, target, port, 443);
            default -> {
                if (!unlistedSchemes) {
                    throw new OutboundDenied(destinations.refusal(scheme, target, port) + ": its manifest allows no connections of this kind");
                }
            }
        }
        return destinations.addresses(scheme, target, port, http.lists(target) && scheme.startsWith("http"));
    }

    private void checkListed(String scheme, Host host, int port, int defaultPort) {
        if (http.allows(host, port, defaultPort)) {
            return;
        }
        String entry = scheme + "://" + host + (port == defaultPort ? "" : ":" + port);
        String line = Stream.concat(component.allowedHttpHosts().stream(), Stream.of(entry))
                .map(e -> '"' + e + '"').collect(Collectors.joining(", ", "allowed_http_hosts = [", "]"));
        throw new OutboundDenied(destinations.refusal(scheme, host, port) + "; to allow it, write in that component: " + line);
    }
}
