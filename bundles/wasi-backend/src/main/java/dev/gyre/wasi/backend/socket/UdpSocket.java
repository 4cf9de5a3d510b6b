package dev.gyre.wasi.backend.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.wasi.backend.stream.Pollable;

/**
 * The resource {@code udp-socket}. It is bound to a port of the host's choice, sends to whom the policy allows, and hears only from those it has sent to, or
 * is connected with. For the event's thread.
 */
public final class UdpSocket extends GuestSocket<DatagramChannel> implements AutoCloseable {
    private static final int LARGEST = 65_507;
    private static final int MOST_PEERS = 1024;

    private enum State { UNBOUND, BINDING, BOUND, CLOSED }

    private final Set<InetSocketAddress> peers = ConcurrentHashMap.newKeySet();
    private final Inbox inbox;
    private volatile Optional<InetSocketAddress> connected = Optional.empty();
    private State state = State.UNBOUND;
    private int streams;

    /** What {@code stream} gives. */
    public record Streams(DatagramStream.Incoming incoming, DatagramStream.Outgoing outgoing) {
    }

    UdpSocket(Sockets sockets, IpAddressFamily family, DatagramChannel channel) {
        super(sockets, family, channel);
        this.inbox = new Inbox(channel, this::expected);
    }

    private boolean expected(InetSocketAddress from) {
        return connected.map(from::equals).orElseGet(() -> peers.contains(from));
    }

    public void startBind(Network network, IpSocketAddress localAddress) throws SocketFailure {
        InetSocketAddress local = localAddress.inet(family);
        if (state == State.BINDING) {
            throw SocketError.CONCURRENCY_CONFLICT.failure();
        }
        require(State.UNBOUND);
        boolean anybody = local.getAddress().isAnyLocalAddress() || local.getAddress().isLoopbackAddress();
        if (local.getPort() != 0 || !anybody) {
            throw sockets.mayNotListen("udp", local);
        }
        try {
            channel.bind(local);
        } catch (BindException e) {
            throw SocketError.ADDRESS_IN_USE.failure();
        } catch (IOException e) {
            throw SocketError.ADDRESS_NOT_BINDABLE.failure();
        }
        state = State.BINDING;
    }

    public void finishBind() throws SocketFailure {
        if (state != State.BINDING) {
            throw SocketError.NOT_IN_PROGRESS.failure();
        }
        state = State.BOUND;
    }

    public Streams stream(Optional<IpSocketAddress> remoteAddress) throws SocketFailure {
        if (streams > 0) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "udp-socket.stream was called while streams of an earlier call are open");
        }
        connect(remoteAddress);
        streams = 2;
        return new Streams(new DatagramStream.Incoming(this), new DatagramStream.Outgoing(this));
    }

    void dropped() {
        streams--;
    }

    /** Talks to nobody else from now on, or to everybody. */
    public void connect(Optional<IpSocketAddress> remoteAddress) throws SocketFailure {
        require(State.BOUND);
        Optional<InetSocketAddress> remote = Optional.empty();
        if (remoteAddress.isPresent()) {
            remote = Optional.of(remoteAddress.get().remote(family));
            check(remote.get());
        }
        connected = remote;
        inbox.clear();
    }

    /** Whom a guest may send to is asked once. */
    private void check(InetSocketAddress remote) throws SocketFailure {
        if (peers.contains(remote)) {
            return;
        }
        try {
            sockets.check("udp", remote);
        } catch (OutboundDenied e) {
            throw SocketError.ACCESS_DENIED.failure();
        }
        if (peers.size() >= MOST_PEERS) {
            peers.clear();
        }
        peers.add(remote);
    }

    /** What is there, without waiting. */
    public List<Datagram> receive(long maxResults) throws SocketFailure {
        require(State.BOUND);
        return inbox.take(maxResults);
    }

    /**
     * Sends in order.
     *
     * @return how many were sent; what stops it is told when it is the first one
     */
    public long send(List<Datagram.Outgoing> datagrams) throws SocketFailure {
        require(State.BOUND);
        for (int i = 0; i < datagrams.size(); i++) {
            try {
                send(datagrams.get(i));
            } catch (SocketFailure e) {
                if (i == 0) {
                    throw e;
                }
                return i;
            }
        }
        return datagrams.size();
    }

    private void send(Datagram.Outgoing datagram) throws SocketFailure {
        InetSocketAddress remote = datagram.remoteAddress().isPresent() ? datagram.remoteAddress().get().remote(family)
                : connected.orElseThrow(SocketError.INVALID_ARGUMENT::failure);
        if (connected.isPresent() && !connected.get().equals(remote)) {
            throw SocketError.INVALID_ARGUMENT.failure();
        }
        if (datagram.data().length > LARGEST) {
            throw SocketError.DATAGRAM_TOO_LARGE.failure();
        }
        check(remote);
        try {
            channel.send(ByteBuffer.wrap(datagram.data()), remote);
        } catch (IOException e) {
            throw SocketError.of(e).failure();
        }
    }

    Pollable arrival() {
        return inbox;
    }

    public IpSocketAddress localAddress() throws SocketFailure {
        require(State.BOUND);
        return TcpSocket.address(channel::getLocalAddress);
    }

    public IpSocketAddress remoteAddress() throws SocketFailure {
        return IpSocketAddress.of(connected.orElseThrow(SocketError.INVALID_STATE::failure));
    }

    /** The JDK has no such option. */
    public int unicastHopLimit() throws SocketFailure {
        throw SocketError.NOT_SUPPORTED.failure();
    }

    public void setUnicastHopLimit(int value) throws SocketFailure {
        SocketOptions.notZero(value);
        throw SocketError.NOT_SUPPORTED.failure();
    }

    /** Always ready: binding takes no time. */
    public Pollable subscribe() {
        return () -> true;
    }

    @Override
    public void close() {
        state = State.CLOSED;
        inbox.close();
        sockets.close(channel);
    }

    private void require(State wanted) throws SocketFailure {
        if (state != wanted) {
            throw SocketError.INVALID_STATE.failure();
        }
    }
}
