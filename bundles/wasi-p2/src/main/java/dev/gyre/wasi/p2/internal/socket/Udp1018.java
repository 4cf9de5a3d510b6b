package dev.gyre.wasi.p2.internal.socket;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.socket.Datagram;
import dev.gyre.wasi.backend.socket.IpSocketAddress;
import dev.gyre.wasi.backend.socket.Network;
import dev.gyre.wasi.backend.socket.SocketError;
import dev.gyre.wasi.backend.socket.SocketFailure;
import dev.gyre.wasi.backend.socket.UdpSocket;

/** {@code wasi:sockets/udp@0.2.0-rc-2023-10-18}, where the socket itself sends and receives. For the event's thread. */
@WitResource(name = "udp-socket", type = UdpSocket.class)
public final class Udp1018 {
    private static final int AT_ONCE = 16;

    private final Set<UdpSocket> connecting = new HashSet<>();

    public void udpSocketStartConnect(UdpSocket self, Network network, IpSocketAddress remoteAddress) throws SocketFailure {
        self.connect(Optional.of(remoteAddress));
        connecting.add(self);
    }

    public void udpSocketFinishConnect(UdpSocket self) throws SocketFailure {
        if (!connecting.remove(self)) {
            throw SocketError.NOT_IN_PROGRESS.failure();
        }
    }

    /** Fails with {@link SocketError#WOULD_BLOCK} when there is nothing. */
    public List<Datagram> udpSocketReceive(UdpSocket self, long maxResults) throws SocketFailure {
        List<Datagram> received = self.receive(maxResults);
        if (received.isEmpty() && maxResults != 0) {
            throw SocketError.WOULD_BLOCK.failure();
        }
        return received;
    }

    public long udpSocketSend(UdpSocket self, List<Datagram> datagrams) throws SocketFailure {
        return self.send(datagrams.stream().limit(AT_ONCE).map(Datagram::outgoing).toList());
    }

    public boolean udpSocketIpv6Only(UdpSocket self) throws SocketFailure {
        return Ipv6Only.get(self.addressFamily());
    }

    public void udpSocketSetIpv6Only(UdpSocket self, boolean value) throws SocketFailure {
        Ipv6Only.set(self.addressFamily(), value);
    }
}
