package dev.gyre.wasi.p2.internal.socket;

import java.util.Optional;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.socket.IpAddress;
import dev.gyre.wasi.backend.socket.IpAddressFamily;
import dev.gyre.wasi.backend.socket.Network;
import dev.gyre.wasi.backend.socket.ResolveAddressStream;
import dev.gyre.wasi.backend.socket.SocketFailure;
import dev.gyre.wasi.backend.socket.Sockets;
import dev.gyre.wasi.backend.stream.Pollable;

/** {@code wasi:sockets/ip-name-lookup@0.2.0-rc-2023-10-18}, which could be asked for one family. For the event's thread. */
@WitResource(name = "resolve-address-stream", type = NameLookup1018.Addresses.class)
public final class NameLookup1018 {
    private final Sockets sockets;

    NameLookup1018(Sockets sockets) {
        this.sockets = sockets;
    }

    /** The resource {@code resolve-address-stream}. */
    public record Addresses(ResolveAddressStream all, Optional<IpAddressFamily> family) {
        public Optional<IpAddress> resolveNextAddress() throws SocketFailure {
            return all.next(family);
        }

        public Pollable subscribe() {
            return all.subscribe();
        }
    }

    public Addresses resolveAddresses(Network network, String name, Optional<IpAddressFamily> addressFamily, boolean includeUnavailable)
            throws SocketFailure {
        return new Addresses(sockets.resolve(name), addressFamily);
    }
}
