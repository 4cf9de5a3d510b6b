package dev.gyre.policy.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A set of address blocks. Immutable. */
record Networks(List<Cidr> blocks) {
    /** Stands for {@link #PRIVATE_BLOCKS} in configuration, as in Spin's runtime configuration. */
    static final String PRIVATE = "private";

    private static final List<String> PRIVATE_BLOCKS = List.of(
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "::1/128", "fc00::/7", "fe80::/10");

    /** Link-local addresses, and the addresses at which clouds hand out credentials of the machine. */
    static final Networks METADATA = of(List.of("169.254.0.0/16", "fe80::/10", "fd00:ec2::254", "100.100.100.200"));

    /** Addresses no connection has a business with; on Linux a connection to the first ones reaches the machine itself. */
    static final Networks NOWHERE = of(List.of("0.0.0.0/8", "::/128", "224.0.0.0/4", "ff00::/8", "255.255.255.255"));

    private static final List<Cidr> NAT64 = List.of(Cidr.parse("64:ff9b::/96"), Cidr.parse("::/96"));
    private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");

    /** @throws IllegalArgumentException naming the text that is no network */
    static Networks of(List<String> texts) {
        List<Cidr> blocks = new ArrayList<>();
        for (String text : texts) {
            if (text.equals(PRIVATE)) {
                PRIVATE_BLOCKS.forEach(b -> blocks.add(Cidr.parse(b)));
            } else {
                blocks.add(Cidr.parse(text));
            }
        }
        return new Networks(List.copyOf(blocks));
    }

    /** The block the address is in, also through an IPv4 address it carries. */
    Optional<Cidr> find(InetAddress address) {
        for (InetAddress form : forms(address)) {
            for (Cidr block : blocks) {
                if (block.contains(form)) {
                    return Optional.of(block);
                }
            }
        }
        return Optional.empty();
    }

    /** The address itself and the IPv4 address inside it that a gateway or the kernel would connect to. */
    private static List<InetAddress> forms(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (!(address instanceof Inet6Address) || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return List.of(address);
        }
        if (SIX_TO_FOUR.contains(address)) {
            return List.of(address, v4(bytes, 2));
        }
        boolean mapped = Arrays.equals(bytes, 0, 12, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, 0, 12);
        if (mapped || NAT64.stream().anyMatch(n -> n.contains(address))) {
            return List.of(address, v4(bytes, 12));
        }
        return List.of(address);
    }

    private static InetAddress v4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
