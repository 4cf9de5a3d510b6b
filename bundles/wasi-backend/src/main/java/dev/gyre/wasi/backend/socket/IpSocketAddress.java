package dev.gyre.wasi.backend.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** {@code ip-socket-address}. Immutable. */
public sealed interface IpSocketAddress {
    /** Of IPv4. */
    record Ipv4(Ipv4SocketAddress address) implements IpSocketAddress { }

    /** Of IPv6. */
    record Ipv6(Ipv6SocketAddress address) implements IpSocketAddress { }

    /** {@code ipv4-socket-address}. */
    record Ipv4SocketAddress(int port, IpAddress.V4 address) { }

    /** {@code ipv6-socket-address}; flow and scope are the host's to choose. */
    record Ipv6SocketAddress(int port, int flowInfo, IpAddress.V6 address, int scopeId) { }

    static IpSocketAddress of(InetSocketAddress address) {
        return switch (IpAddress.of(address.getAddress())) {
            case IpAddress.Ipv4(IpAddress.V4 v4) -> new Ipv4(new Ipv4SocketAddress(address.getPort(), v4));
            case IpAddress.Ipv6(IpAddress.V6 v6) -> new Ipv6(new Ipv6SocketAddress(address.getPort(), 0, v6, 0));
        };
    }

    /**
     * The JDK's form.
     *
     * @throws SocketFailure {@link SocketError#INVALID_ARGUMENT} for one of the other family, one that carries another inside, and one of many hosts
     */
    default InetSocketAddress inet(IpAddressFamily family) throws SocketFailure {
        InetAddress address = IpAddress.inet(switch (this) {
            case Ipv4(Ipv4SocketAddress v4) -> v4.address().bytes();
            case Ipv6(Ipv6SocketAddress v6) -> v6.address().bytes();
        });
        boolean written6 = this instanceof Ipv6;
        boolean scoped = this instanceof Ipv6(Ipv6SocketAddress v6) && v6.scopeId() != 0;
        byte[] bytes = address.getAddress();
        boolean broadcast = bytes.length == 4 && (bytes[0] & bytes[1] & bytes[2] & bytes[3]) == -1;
        if (written6 != (family == IpAddressFamily.IPV6) || IpAddressFamily.of(address) != family || scoped || address.isMulticastAddress() || broadcast) {
            throw SocketError.INVALID_ARGUMENT.failure();
        }
        return new InetSocketAddress(address, switch (this) {
            case Ipv4(Ipv4SocketAddress v4) -> v4.port();
            case Ipv6(Ipv6SocketAddress v6) -> v6.port();
        });
    }

    /**
     * The same, of somebody to talk to.
     *
     * @throws SocketFailure also for an address that is nobody's and for port 0
     */
    default InetSocketAddress remote(IpAddressFamily family) throws SocketFailure {
        InetSocketAddress address = inet(family);
        if (address.getPort() == 0 || address.getAddress().isAnyLocalAddress()) {
            throw SocketError.INVALID_ARGUMENT.failure();
        }
        return address;
    }
}
