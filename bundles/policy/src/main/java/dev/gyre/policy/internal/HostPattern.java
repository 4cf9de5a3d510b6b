package dev.gyre.policy.internal;

import java.net.InetAddress;

/** The host of an entry of {@code allowed_outbound_hosts}. */
sealed interface HostPattern {
    /** Every host, and the application itself. */
    record Any() implements HostPattern {
    }

    /** The application itself. */
    record Self() implements HostPattern {
    }

    /**
     * Every name below a domain, not the domain itself.
     *
     * @param suffix with its dot
     */
    record Below(String suffix) implements HostPattern {
    }

    /** One host. */
    record One(Host host) implements HostPattern {
    }

    /** Addresses of a network, written as such; a name is none, whatever it resolves to. */
    record Network(Cidr block) implements HostPattern {
    }

    /** @throws IllegalArgumentException for what is no pattern */
    static HostPattern parse(String written) {
        String text = written.strip();
        if (text.equals("*")) {
            return new Any();
        }
        if (text.equals("self") || text.equals("self.alt")) {
            return new Self();
        }
        if (text.startsWith("{")) {
            throw new IllegalArgumentException("there are no lists of hosts; write an entry for each");
        }
        int slash = text.indexOf('/');
        if (slash >= 0 && slash < text.length() - 1) {
            return new Network(network(text));
        }
        String host = slash >= 0 ? text.substring(0, slash) : text;
        if (host.equals("*")) {
            return new Any();
        }
        if (host.startsWith("*.") && host.indexOf('*', 1) < 0) {
            Host domain = Host.parse(host.substring(2));
            if (domain.address().isPresent()) {
                throw new IllegalArgumentException("behind \"*.\" there must be a domain");
            }
            return new Below("." + domain.name());
        }
        if (host.indexOf('*') >= 0) {
            throw new IllegalArgumentException("\"*\" may stand for a whole host, or at its start for all below a domain, as in \"*.example.com\"");
        }
        return new One(Host.parse(host));
    }

    private static Cidr network(String text) {
        try {
            return Cidr.parse(text.replace("[", "").replace("]", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it has a path; an entry ends with host and port");
        }
    }

    default boolean allows(Host host) {
        return switch (this) {
            case Any any -> true;
            case Self self -> false;
            case Below(String suffix) -> host.address().isEmpty() && host.name().endsWith(suffix);
            case One(Host one) -> one.equals(host);
            case Network(Cidr block) -> host.address().isPresent() && block.contains(host.address().get());
        };
    }

    default boolean allowsSelf() {
        return this instanceof Any || this instanceof Self;
    }

    /** Whether somebody wrote this very address, or a network it is in. */
    default boolean names(InetAddress address) {
        return switch (this) {
            case One(Host one) -> one.address().filter(address::equals).isPresent();
            case Network(Cidr block) -> block.contains(address);
            default -> false;
        };
    }
}
