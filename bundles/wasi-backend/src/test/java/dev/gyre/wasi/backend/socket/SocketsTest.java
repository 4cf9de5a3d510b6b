package dev.gyre.wasi.backend.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.host.ConnectionPlaces;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.wasi.backend.socket.IpSocketAddress.Ipv4SocketAddress;
import dev.gyre.wasi.backend.socket.IpSocketAddress.Ipv6SocketAddress;
import dev.gyre.wasi.backend.stream.Poll;

class SocketsTest {
    private static final Network NETWORK = new Network();

    private final SocketBudget budget = new SocketBudget(3, 4);
    private ServerSocket server;
    private Sockets sockets;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        sockets = new Sockets("test/c", rules("here.example"), budget, ConnectionPlaces.UNLIMITED);
    }

    @AfterEach
    void close() throws IOException {
        sockets.close();
        server.close();
    }

    /** The server, by one name, that is its address. */
    private OutboundRules rules(String name) {
        return new OutboundRules() {
            @Override
            public List<InetSocketAddress> resolve(String scheme, String host, int port) {
                if (!scheme.equals("tcp") || !host.equals(name) || port != server.getLocalPort()) {
                    throw new OutboundDenied("no");
                }
                return List.of(new InetSocketAddress("127.0.0.1", port));
            }

            @Override
            public List<InetAddress> lookUp(String host) throws UnknownHostException {
                if (host.equals("missing.example")) {
                    throw new UnknownHostException(host);
                }
                return resolve("tcp", host, server.getLocalPort()).stream().map(InetSocketAddress::getAddress).toList();
            }
        };
    }

    private static IpSocketAddress v4(int a, int b, int c, int d, int port) {
        return new IpSocketAddress.Ipv4(new Ipv4SocketAddress(port, new IpAddress.V4(a, b, c, d)));
    }

    private IpSocketAddress there() {
        return v4(127, 0, 0, 1, server.getLocalPort());
    }

    private static void fails(SocketError error, Executable call) {
        assertEquals(error, assertThrows(SocketFailure.class, call).error());
    }

    private static ResolveAddressStream settled(ResolveAddressStream stream) {
        Poll.await(stream.subscribe(), Long.MAX_VALUE);
        return stream;
    }

    private static TcpSocket settled(TcpSocket socket) {
        Poll.await(socket.subscribe(), Long.MAX_VALUE);
        return socket;
    }

    @Test
    void anAddressIsAllowedByTheNameItWasFoundUnder() throws Exception {
        TcpSocket early = sockets.createTcp(IpAddressFamily.IPV4);
        early.startConnect(NETWORK, there());
        fails(SocketError.ACCESS_DENIED, settled(early)::finishConnect);
        assertEquals(new IpAddress.Ipv4(new IpAddress.V4(127, 0, 0, 1)), settled(sockets.resolve("here.example")).resolveNextAddress().orElseThrow());
        TcpSocket socket = sockets.createTcp(IpAddressFamily.IPV4);
        socket.startConnect(NETWORK, there());
        TcpSocket.Streams streams = settled(socket).finishConnect();
        try (Socket accepted = server.accept()) {
            // Dropping the socket and the input leaves the output.
            socket.close();
            streams.input().close();
            streams.output().writeAndFlush(new byte[] {1, 2}, 0, 2);
            assertArrayEquals(new byte[] {1, 2}, accepted.getInputStream().readNBytes(2));
            streams.output().close();
            assertEquals(-1, accepted.getInputStream().read());
        }
    }

    @Test
    void whatWasTakenIsSentAfterTheEnd() throws Exception {
        settled(sockets.resolve("here.example")).resolveNextAddress();
        TcpSocket socket = sockets.createTcp(IpAddressFamily.IPV4);
        socket.startConnect(NETWORK, there());
        TcpSocket.Streams streams = settled(socket).finishConnect();
        byte[] much = new byte[60_000];
        streams.output().write(much, 0, much.length);
        sockets.close();
        try (Socket accepted = server.accept()) {
            assertEquals(much.length, accepted.getInputStream().readAllBytes().length);
        }
    }

    @Test
    void namesAreLookedUpOnlyIfTheyMayBeConnectedTo() throws Exception {
        fails(SocketError.ACCESS_DENIED, settled(sockets.resolve("other.example"))::resolveNextAddress);
        fails(SocketError.NAME_UNRESOLVABLE, settled(sockets.resolve("missing.example"))::resolveNextAddress);
        fails(SocketError.INVALID_ARGUMENT, () -> sockets.resolve(""));
        ResolveAddressStream literal = sockets.resolve("::1");
        assertEquals(new IpAddress.Ipv6(new IpAddress.V6(0, 0, 0, 0, 0, 0, 0, 1)), literal.resolveNextAddress().orElseThrow());
        assertEquals(Optional.empty(), literal.resolveNextAddress());
        assertEquals(Optional.empty(), sockets.resolve("::1").next(Optional.of(IpAddressFamily.IPV4)));
    }

    @Test
    void addressesThatAreNobodysAreArguments() throws Exception {
        TcpSocket socket = sockets.createTcp(IpAddressFamily.IPV4);
        for (IpSocketAddress bad : List.of(v4(0, 0, 0, 0, 80), v4(127, 0, 0, 1, 0), v4(224, 0, 0, 1, 80), v4(255, 255, 255, 255, 80),
                new IpSocketAddress.Ipv6(new Ipv6SocketAddress(80, 0, new IpAddress.V6(0, 0, 0, 0, 0, 0, 0, 1), 0)))) {
            fails(SocketError.INVALID_ARGUMENT, () -> socket.startConnect(NETWORK, bad));
        }
        IpSocketAddress mapped = new IpSocketAddress.Ipv6(new Ipv6SocketAddress(80, 0, new IpAddress.V6(0, 0, 0, 0, 0, 0xffff, 0x7f00, 1), 0));
        fails(SocketError.INVALID_ARGUMENT, () -> mapped.remote(IpAddressFamily.IPV6));
        fails(SocketError.INVALID_ARGUMENT, () -> mapped.remote(IpAddressFamily.IPV4));
        fails(SocketError.NOT_IN_PROGRESS, socket::finishConnect);
        fails(SocketError.INVALID_STATE, socket::localAddress);
        fails(SocketError.ACCESS_DENIED, () -> socket.startBind(NETWORK, v4(0, 0, 0, 0, 0)));
        fails(SocketError.INVALID_STATE, socket::accept);
    }

    @Test
    void limitsHoldForEventsAndForAll() throws Exception {
        for (int i = 0; i < 3; i++) {
            sockets.createUdp(IpAddressFamily.IPV4);
        }
        fails(SocketError.NEW_SOCKET_LIMIT, () -> sockets.createTcp(IpAddressFamily.IPV4));
        try (Sockets others = new Sockets("test/d", rules("x"), budget, ConnectionPlaces.UNLIMITED)) {
            others.createTcp(IpAddressFamily.IPV4);
            fails(SocketError.NEW_SOCKET_LIMIT, () -> others.createTcp(IpAddressFamily.IPV4));
            sockets.close();
            others.createTcp(IpAddressFamily.IPV4);
        }
    }

    @Test
    void theOperatorsPlacesAreForWhatConnectsAndIsGivenBack() throws Exception {
        Position here = new Position("rc.toml", 1, 1);
        ConnectionPlaces one = ConnectionPlaces.of(new ConfigTable("", here, Map.of("most", new ConfigValue(1L, here))), "most");
        try (Sockets limited = new Sockets("test/e", rules("here.example"), budget, one)) {
            TcpSocket first = limited.createTcp(IpAddressFamily.IPV4);
            TcpSocket second = limited.createTcp(IpAddressFamily.IPV4);
            first.startConnect(NETWORK, there());
            fails(SocketError.NEW_SOCKET_LIMIT, () -> second.startConnect(NETWORK, there()));
            fails(SocketError.NEW_SOCKET_LIMIT, () -> limited.createUdp(IpAddressFamily.IPV4));
            settled(first).close();
            UdpSocket datagrams = limited.createUdp(IpAddressFamily.IPV4);
            fails(SocketError.NEW_SOCKET_LIMIT, () -> second.startConnect(NETWORK, there()));
            datagrams.close();
            second.startConnect(NETWORK, there());
        }
        one.take(0);
    }

    @Test
    void optionsAreRounded() throws Exception {
        TcpSocket socket = sockets.createTcp(IpAddressFamily.IPV4);
        socket.setKeepAliveEnabled(true);
        assertTrue(socket.keepAliveEnabled());
        socket.setKeepAliveIdleTime(1);
        assertEquals(1_000_000_000L, socket.keepAliveIdleTime());
        fails(SocketError.INVALID_ARGUMENT, () -> socket.setKeepAliveInterval(0));
        socket.setReceiveBufferSize(-1);
        assertTrue(socket.receiveBufferSize() <= 4 << 20, () -> "a guest may not have all memory");
        fails(SocketError.INVALID_ARGUMENT, () -> socket.setSendBufferSize(0));
        fails(SocketError.NOT_SUPPORTED, () -> socket.setHopLimit(3));
    }

    @Test
    void datagramsNeedPermissionAndNoSecondStream() throws Exception {
        UdpSocket socket = sockets.createUdp(IpAddressFamily.IPV4);
        fails(SocketError.INVALID_STATE, () -> socket.stream(Optional.empty()));
        fails(SocketError.ACCESS_DENIED, () -> socket.startBind(NETWORK, v4(127, 0, 0, 1, 5353)));
        socket.startBind(NETWORK, v4(127, 0, 0, 1, 0));
        socket.finishBind();
        UdpSocket.Streams streams = socket.stream(Optional.empty());
        assertThrows(TrapException.class, () -> socket.stream(Optional.empty()));
        List<Datagram.Outgoing> one = List.of(new Datagram.Outgoing(new byte[1], Optional.of(there())));
        assertThrows(TrapException.class, () -> streams.outgoing().send(one));
        assertEquals(16, streams.outgoing().checkSend());
        fails(SocketError.ACCESS_DENIED, () -> streams.outgoing().send(one));
        streams.outgoing().checkSend();
        fails(SocketError.DATAGRAM_TOO_LARGE, () -> streams.outgoing().send(List.of(new Datagram.Outgoing(new byte[70_000], Optional.of(there())))));
        assertEquals(List.of(), streams.incoming().receive(10));
        streams.incoming().close();
        streams.outgoing().close();
        fails(SocketError.ACCESS_DENIED, () -> socket.stream(Optional.of(there())));
        assertEquals(Set.of(), Set.copyOf(socket.stream(Optional.empty()).incoming().receive(0)));
    }
}
