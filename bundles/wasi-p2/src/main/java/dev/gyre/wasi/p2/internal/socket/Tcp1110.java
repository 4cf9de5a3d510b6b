package dev.gyre.wasi.p2.internal.socket;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.socket.SocketFailure;
import dev.gyre.wasi.backend.socket.TcpSocket;

/** {@code wasi:sockets/tcp} of both release candidates. */
@WitResource(name = "tcp-socket", type = TcpSocket.class)
public final class Tcp1110 {
    public boolean tcpSocketIpv6Only(TcpSocket self) throws SocketFailure {
        return Ipv6Only.get(self.addressFamily());
    }

    public void tcpSocketSetIpv6Only(TcpSocket self, boolean value) throws SocketFailure {
        Ipv6Only.set(self.addressFamily(), value);
    }

    /** {@code keep-alive} of 2023-10-18, as the next two. */
    public boolean tcpSocketKeepAlive(TcpSocket self) throws SocketFailure {
        return self.keepAliveEnabled();
    }

    public void tcpSocketSetKeepAlive(TcpSocket self, boolean value) throws SocketFailure {
        self.setKeepAliveEnabled(value);
    }

    public int tcpSocketUnicastHopLimit(TcpSocket self) throws SocketFailure {
        return self.hopLimit();
    }

    public void tcpSocketSetUnicastHopLimit(TcpSocket self, int value) throws SocketFailure {
        self.setHopLimit(value);
    }
}
