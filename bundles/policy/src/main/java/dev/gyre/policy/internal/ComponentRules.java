package dev.gyre.policy.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.SelfOrigins;

/** The rules of one component. */
final class ComponentRules implements OutboundRules {
    /** The schemes of connections that guests make themselves. */
    private static final Set<String> SOCKETS = Set.of("tcp", "udp");

    private final Application application;
    private final Component component;
    private final boolean anyPort;
    private final AllowedHosts allowed;
    private final Destinations destinations;
    private final Surroundings surroundings;

    /** What else decides, as it is now. */
    interface Surroundings {
        /** @throws dev.gyre.api.GyreException when it has a variable without value */
        String resolve(Application application, String template);

        Optional<SelfOrigins.SelfOrigin> self(Application application);
    }

    /**
     * @param anyPort whether ports of HTTP do not count
     * @throws dev.gyre.api.config.ConfigException for an entry that means nothing
     */
    ComponentRules(Application application, Component component, boolean anyPort, Destinations destinations, Surroundings surroundings) {
        this.application = application;
        this.component = component;
        this.anyPort = anyPort;
        this.allowed = new AllowedHosts(component, application.variables());
        this.destinations = destinations;
        this.surroundings = surroundings;
    }

    private List<Entry> entries() {
        return allowed.now(template -> surroundings.resolve(application, template));
    }

    @Override
    public List<InetSocketAddress> resolve(String scheme, String host, int port) throws UnknownHostException {
        Host target = destinations.parse(scheme, host, port);
        return destinations.addresses(scheme, target, port, written(matching(scheme, target, port), target));
    }

    private static boolean written(List<Entry> matching, Host target) {
        return target.address().filter(address -> matching.stream().anyMatch(e -> e.host().names(address))).isPresent();
    }

    @Override
    public List<InetAddress> lookUp(String host) throws UnknownHostException {
        Host target = destinations.parse("*", host, 1);
        List<Entry> matching = entries().stream().filter(e -> e.scheme().map(SOCKETS::contains).orElse(true) && e.host().allows(target)).toList();
        if (matching.isEmpty()) {
            throw new OutboundDenied(destinations.refusal("*://" + target) + advice("*://" + target + ":*", false));
        }
        return destinations.addresses("*", target, 1, written(matching, target)).stream().map(InetSocketAddress::getAddress).toList();
    }

    @Override
    public void checkLocal(String scheme, String host, int port) {
        matching(scheme, destinations.parse(scheme, host, port), port);
    }

    private List<Entry> matching(String scheme, Host target, int port) {
        boolean http = scheme.equals("http") || scheme.equals("https");
        List<Entry> matching = entries().stream().filter(e -> e.allows(scheme, target, port, http && anyPort)).toList();
        if (matching.isEmpty()) {
            throw new OutboundDenied(destinations.refusal(scheme, target, port) + advice(url(scheme, target, port), http));
        }
        return matching;
    }

    @Override
    public SelfOrigins.SelfOrigin self() {
        if (entries().stream().noneMatch(Entry::allowsSelf)) {
            throw new OutboundDenied(destinations.refusal("its own application") + advice("http://self", false));
        }
        return surroundings.self(application)
                .orElseThrow(() -> new OutboundDenied(destinations.refusal("its own application") + ", which does not listen for HTTP"));
    }

    private static String url(String scheme, Host host, int port) {
        boolean usual = Entry.defaultPortOf(scheme).filter(p -> p == port).isPresent();
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }

    /** The line to write. Manifests of version 1 mostly have the old field, which HTTP has to itself. */
    private String advice(String entry, boolean http) {
        boolean old = http && application.info().manifestVersion() == 1 && !component.place().fields().containsKey("allowed_outbound_hosts");
        Stream<String> others = old ? component.allowedHttpHosts().stream() : component.allowedOutboundHosts().stream().map(OutboundHost::entry);
        return "; to allow it, write in that component: " + Stream.concat(others, Stream.of(entry)).map(e -> '"' + e + '"')
                .collect(Collectors.joining(", ", (old ? "allowed_http_hosts" : "allowed_outbound_hosts") + " = [", "]"));
    }
}
