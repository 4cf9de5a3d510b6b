package dev.gyre.wasi.p2.internal.socket;

import dev.gyre.wasi.backend.socket.IpAddressFamily;
import dev.gyre.wasi.backend.socket.Network;
import dev.gyre.wasi.backend.socket.SocketFailure;
import dev.gyre.wasi.backend.socket.Sockets;
import dev.gyre.wasi.backend.socket.TcpSocket;
import dev.gyre.wasi.backend.socket.UdpSocket;

/** {@code wasi:sockets/instance-network}, {@code tcp-create-socket} and {@code udp-create-socket}. For the event's thread. */
public final class NewSockets {
    private final Sockets sockets;

    NewSockets(Sockets sockets) {
        this.sockets = sockets;
    }

    public Network instanceNetwork() {
        return new Network();
    }

    public TcpSocket createTcpSocket(IpAddressFamily addressFamily) throws SocketFailure {
        return sockets.createTcp(addressFamily);
    }

    public UdpSocket createUdpSocket(IpAddressFamily addressFamily) throws SocketFailure {
        return sockets.createUdp(addressFamily);
    }
}
