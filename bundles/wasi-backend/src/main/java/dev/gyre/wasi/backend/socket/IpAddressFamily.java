package dev.gyre.wasi.backend.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;

/** {@code ip-address-family}. */
public enum IpAddressFamily {
    IPV4(StandardProtocolFamily.INET), IPV6(StandardProtocolFamily.INET6);

    private final ProtocolFamily protocol;

    IpAddressFamily(ProtocolFamily protocol) {
        this.protocol = protocol;
    }

    ProtocolFamily protocol() {
        return protocol;
    }

    /** The family an address is of. */
    public static IpAddressFamily of(InetAddress address) {
        return address instanceof Inet6Address ? IPV6 : IPV4;
    }
}
