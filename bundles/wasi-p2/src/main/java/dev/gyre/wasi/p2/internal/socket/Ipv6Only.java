package dev.gyre.wasi.p2.internal.socket;

import dev.gyre.wasi.backend.socket.IpAddressFamily;
import dev.gyre.wasi.backend.socket.SocketError;
import dev.gyre.wasi.backend.socket.SocketFailure;

/** What the release candidates could be asked, and 0.2 decided: an IPv6 socket does not speak IPv4. Stateless. */
final class Ipv6Only {
    private Ipv6Only() {
    }

    static boolean get(IpAddressFamily family) throws SocketFailure {
        set(family, true);
        return true;
    }

    static void set(IpAddressFamily family, boolean value) throws SocketFailure {
        if (family != IpAddressFamily.IPV6 || !value) {
            throw SocketError.NOT_SUPPORTED.failure();
        }
    }
}
