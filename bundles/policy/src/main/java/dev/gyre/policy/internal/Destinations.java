package dev.gyre.policy.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.gyre.api.host.OutboundDenied;

/**
 * What holds for every connection, whoever wants it and whatever list it is on. Thread-safe.
 *
 * @param who     such as {@code component "a"}, for refusals
 * @param blocked the operator's networks as they are now, wherever he writes them
 */
record Destinations(String who, Supplier<List<Blocked>> blocked, NameLookup lookup) {
    /** @param by what the operator wrote them in, for refusals */
    record Blocked(Networks networks, String by) {
        private Optional<String> problem(InetAddress address) {
            return networks.find(address).map(block -> "its address " + address.getHostAddress() + " is in " + block + ", which " + by + " forbids here");
        }
    }

    /** @throws OutboundDenied when this is no host, or the port is none */
    Host parse(String scheme, String host, int port) {
        if (port < 1 || port > 65535) {
            throw new OutboundDenied(refusal(scheme, host, port) + ": the port is not 1 to 65535");
        }
        try {
            return Host.parse(host);
        } catch (IllegalArgumentException e) {
            throw new OutboundDenied(refusal(scheme, host, port) + ": " + e.getMessage());
        }
    }

    /**
     * The addresses of a host that may be connected to.
     *
     * @param written whether the user wrote this very address, which lets him reach his own machine's link
     */
    List<InetSocketAddress> addresses(String scheme, Host target, int port, boolean written) throws UnknownHostException {
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

    /** What is wrong with connecting to this address, whatever its name. */
    private Optional<String> problem(InetAddress address, boolean written) {
        String text = address.getHostAddress();
        Optional<String> operators = blocked.get().stream().flatMap(b -> b.problem(address).stream()).findFirst();
        if (operators.isPresent()) {
            return operators;
        }
        Optional<Cidr> nowhere = Networks.NOWHERE.find(address);
        if (nowhere.isPresent()) {
            return Optional.of("its address " + text + " is no destination (" + nowhere.get() + ")");
        }
        Optional<Cidr> metadata = written ? Optional.empty() : Networks.METADATA.find(address);
        return metadata.map(m -> "its address " + text + " is in " + m
                + ", a link-local or cloud metadata network; it is allowed when the manifest lists the address itself");
    }

    String refusal(String scheme, Object host, int port) {
        return refusal(shown(scheme + "://" + host + ":" + port));
    }

    String refusal(String destination) {
        return who + " may not connect to " + destination;
    }

    /** The host may be a guest's nonsense: one line, and not long. */
    private static String shown(String destination) {
        String line = destination.replaceAll("[^\\x21-\\x7e]", "?");
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }
}
