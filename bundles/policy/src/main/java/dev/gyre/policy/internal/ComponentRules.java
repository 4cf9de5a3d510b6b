package dev.gyre.policy.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
    private final Supplier<Networks> blocked;
    private final NameLookup lookup;

    /**
     * @param unlistedSchemes whether schemes without an allow-list are open, as in manifest v1
     * @param blocked         the operator's networks as they are now
     */
    ComponentRules(Component component, boolean unlistedSchemes, AllowedHttpHosts http, Supplier<Networks> blocked, NameLookup lookup) {
        this.component = component;
        this.unlistedSchemes = unlistedSchemes;
        this.http = http;
        this.blocked = blocked;
        this.lookup = lookup;
    }

    @Override
    public List<InetSocketAddress> resolve(String scheme, String host, int port) throws UnknownHostException {
        Host target = parse(scheme, host, port);
        switch (scheme) {
            case "http" -> checkListed(scheme, target, port, 80);
            case "https" -> checkListed(scheme, target, port, 443);
            default -> {
                if (!unlistedSchemes) {
                    throw new OutboundDenied(refusal(scheme, target, port) + ": its manifest allows no connections of this kind");
                }
            }
        }
        boolean written = http.lists(target) && scheme.startsWith("http");
        List<InetAddress> addresses =
                target.address().isPresent() ? List.of(target.address().get()) : lookup.addresses(target.name());
        List<InetSocketAddress> allowed = new ArrayList<>();
        String reason = "";
        for (InetAddress address : addresses) {
            Optional<String> problem = problem(address, written);
            if (problem.isEmpty()) {
                allowed.add(new InetSocketAddress(address, port));
            } else {
                reason = problem.get();
            }
        }
        if (allowed.isEmpty()) {
            throw new OutboundDenied(refusal(scheme, target, port) + ": " + reason);
        }
        return List.copyOf(allowed);
    }

    private Host parse(String scheme, String host, int port) {
        if (port < 1 || port > 65535) {
            throw new OutboundDenied(refusal(scheme, host, port) + ": the port is not 1 to 65535");
        }
        try {
            return Host.parse(host);
        } catch (IllegalArgumentException e) {
            throw new OutboundDenied(refusal(scheme, host, port) + ": " + e.getMessage());
        }
    }

    private void checkListed(String scheme, Host host, int port, int defaultPort) {
        if (http.allows(host, port, defaultPort)) {
            return;
        }
        String entry = scheme + "://" + host + (port == defaultPort ? "" : ":" + port);
        String line = Stream.concat(component.allowedHttpHosts().stream(), Stream.of(entry))
                .map(e -> '"' + e + '"').collect(Collectors.joining(", ", "allowed_http_hosts = [", "]"));
        throw new OutboundDenied(refusal(scheme, host, port) + "; to allow it, write in that component: " + line);
    }

    /** What is wrong with connecting to this address, whatever its name. */
    private Optional<String> problem(InetAddress address, boolean written) {
        String text = address.getHostAddress();
        Optional<Cidr> operators = blocked.get().find(address);
        if (operators.isPresent()) {
            return Optional.of("its address " + text + " is in " + operators.get() + ", which block-networks of "
                    + PolicyService.PID + " forbids here");
        }
        Optional<Cidr> nowhere = Networks.NOWHERE.find(address);
        if (nowhere.isPresent()) {
            return Optional.of("its address " + text + " is no destination (" + nowhere.get() + ")");
        }
        Optional<Cidr> metadata = written ? Optional.empty() : Networks.METADATA.find(address);
        return metadata.map(m -> "its address " + text + " is in " + m
                + ", a link-local or cloud metadata network; over http it is allowed when allowed_http_hosts lists the address itself");
    }

    private String refusal(String scheme, Object host, int port) {
        return component.position() + ": component \"" + component.id() + "\" may not connect to "
                + shown(scheme + "://" + host + ":" + port);
    }

    /** The host may be a guest's nonsense: one line, and not long. */
    private static String shown(String destination) {
        String line = destination.replaceAll("[^\\x21-\\x7e]", "?");
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }
}
