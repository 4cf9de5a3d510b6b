package dev.gyre.wasi.backend.socket;

import java.nio.channels.NetworkChannel;

/** What sockets have in common. For the event's thread. */
public abstract sealed class GuestSocket<C extends NetworkChannel> permits TcpSocket, UdpSocket {
    final Sockets sockets;
    final IpAddressFamily family;
    final C channel;

    GuestSocket(Sockets sockets, IpAddressFamily family, C channel) {
        this.sockets = sockets;
        this.family = family;
        this.channel = channel;
    }

    public IpAddressFamily addressFamily() {
        return family;
    }

    public long receiveBufferSize() throws SocketFailure {
        return SocketOptions.receiveBuffer(channel);
    }

    public void setReceiveBufferSize(long value) throws SocketFailure {
        SocketOptions.setReceiveBuffer(channel, value);
    }

    public long sendBufferSize() throws SocketFailure {
        return SocketOptions.sendBuffer(channel);
    }

    public void setSendBufferSize(long value) throws SocketFailure {
        SocketOptions.setSendBuffer(channel, value);
    }
}
