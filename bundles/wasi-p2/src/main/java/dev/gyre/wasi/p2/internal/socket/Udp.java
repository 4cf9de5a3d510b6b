package dev.gyre.wasi.p2.internal.socket;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.socket.DatagramStream;
import dev.gyre.wasi.backend.socket.UdpSocket;

/** {@code wasi:sockets/udp}: the back end's sockets have its shape. */
@WitResource(name = "udp-socket", type = UdpSocket.class)
@WitResource(name = "incoming-datagram-stream", type = DatagramStream.Incoming.class)
@WitResource(name = "outgoing-datagram-stream", type = DatagramStream.Outgoing.class)
public final class Udp {
}
