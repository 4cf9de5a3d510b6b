package dev.gyre.wasi.p2.internal.socket;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.socket.DatagramStream;
import dev.gyre.wasi.backend.socket.SocketFailure;
import dev.gyre.wasi.backend.socket.UdpSocket;

/** {@code wasi:sockets/udp@0.2.0-rc-2023-11-10}. */
@WitResource(name = "udp-socket", type = UdpSocket.class)
@WitResource(name = "incoming-datagram-stream", type = DatagramStream.Incoming.class)
@WitResource(name = "outgoing-datagram-stream", type = DatagramStream.Outgoing.class)
public final class Udp1110 {
    public boolean udpSocketIpv6Only(UdpSocket self) throws SocketFailure {
        return Ipv6Only.get(self.addressFamily());
    }

    public void udpSocketSetIpv6Only(UdpSocket self, boolean value) throws SocketFailure {
        Ipv6Only.set(self.addressFamily(), value);
    }
}
