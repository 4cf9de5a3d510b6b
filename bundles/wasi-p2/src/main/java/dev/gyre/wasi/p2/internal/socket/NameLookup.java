package dev.gyre.wasi.p2.internal.socket;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.socket.Network;
import dev.gyre.wasi.backend.socket.ResolveAddressStream;
import dev.gyre.wasi.backend.socket.SocketFailure;
import dev.gyre.wasi.backend.socket.Sockets;

/** {@code wasi:sockets/ip-name-lookup}. For the event's thread. */
@WitResource(name = "resolve-address-stream", type = ResolveAddressStream.class)
public final class NameLookup {
    private final Sockets sockets;

    NameLookup(Sockets sockets) {
        this.sockets = sockets;
    }

    public ResolveAddressStream resolveAddresses(Network network, String name) throws SocketFailure {
        return sockets.resolve(name);
    }
}
