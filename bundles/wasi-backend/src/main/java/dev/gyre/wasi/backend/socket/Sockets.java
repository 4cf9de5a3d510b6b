package dev.gyre.wasi.backend.socket;

import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.host.ConnectionPlaces;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;

/**
 * The sockets of one event, which end with it. Whoever a guest talks to is asked of the outbound policy, under the schemes {@code tcp} and {@code udp};
 * nobody may talk to a guest first. For the event's thread, but for what its helpers call.
 */
public final class Sockets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final int LOGGED_PER_EVENT = 5;
    private static final int MOST_LOOKUPS = 64;
    private static final int MOST_NAMES = 1024;

    private final String owner;
    private final OutboundRules rules;
    private final SocketBudget budget;
    private final ConnectionPlaces places;
    private final Map<Channel, Runnable> open = new ConcurrentHashMap<>();
    /** Those that have a place. */
    private final Set<Channel> placed = ConcurrentHashMap.newKeySet();
    /** The names whose addresses the guest has looked up: an entry of the policy may name a host by either. */
    private final Map<InetAddress, Set<String>> names = new ConcurrentHashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicInteger logged = new AtomicInteger();

    /**
     * @param owner  application and component, for the log
     * @param places of the application: for UDP sockets, and for those of TCP from when they connect
     */
    public Sockets(String owner, OutboundRules rules, SocketBudget budget, ConnectionPlaces places) {
        this.owner = owner;
        this.rules = rules;
        this.budget = budget;
        this.places = places;
    }

    public TcpSocket createTcp(IpAddressFamily family) throws SocketFailure {
        SocketChannel channel = open(() -> SocketChannel.open(family.protocol()));
        TcpSocket socket = new TcpSocket(this, family, channel);
        open.put(channel, socket::end);
        return socket;
    }

    public UdpSocket createUdp(IpAddressFamily family) throws SocketFailure {
        DatagramChannel channel = open(() -> DatagramChannel.open(family.protocol()));
        UdpSocket socket = new UdpSocket(this, family, channel);
        open.put(channel, socket::close);
        try {
            place(channel);
        } catch (SocketFailure e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    /**
     * Takes a place for as long as the channel is open. As in Spin nobody waits for one: who would give one back may be the one who waits.
     *
     * @throws SocketFailure {@link SocketError#NEW_SOCKET_LIMIT} when the operator allows no more
     */
    void place(Channel channel) throws SocketFailure {
        try {
            places.take(0);
        } catch (TimeoutException e) {
            log(e.getMessage());
            throw SocketError.NEW_SOCKET_LIMIT.failure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SocketError.NEW_SOCKET_LIMIT.failure();
        }
        placed.add(channel);
    }

    private interface Opening<C> {
        C run() throws IOException;
    }

    private <C> C open(Opening<C> opening) throws SocketFailure {
        if (!budget.take(open.size())) {
            throw SocketError.NEW_SOCKET_LIMIT.failure();
        }
        boolean opened = false;
        try {
            C channel = opening.run();
            opened = true;
            return channel;
        } catch (UnsupportedOperationException e) {
            throw SocketError.NOT_SUPPORTED.failure();
        } catch (IOException e) {
            throw SocketError.of(e).failure();
        } finally {
            if (!opened) {
                budget.give();
            }
        }
    }

    /** Closes a channel; may be called more than once, and by any thread. */
    void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing was left to be sent
        }
        if (open.remove(channel) != null) {
            budget.give();
        }
        if (placed.remove(channel)) {
            places.giveBack();
        }
    }

    /** Looks a name up beside the guest. */
    public ResolveAddressStream resolve(String name) throws SocketFailure {
        String ascii;
        try {
            return ResolveAddressStream.of(InetAddress.ofLiteral(name));
        } catch (IllegalArgumentException e) {
            ascii = ascii(name);
        }
        if (lookups.incrementAndGet() > MOST_LOOKUPS) {
            lookups.decrementAndGet();
            throw SocketError.TEMPORARY_RESOLVER_FAILURE.failure();
        }
        return new ResolveAddressStream(() -> {
            try {
                return lookUp(ascii);
            } finally {
                lookups.decrementAndGet();
            }
        });
    }

    private static String ascii(String name) throws SocketFailure {
        try {
            String ascii = IDN.toASCII(name);
            if (!ascii.isEmpty()) {
                return ascii;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw SocketError.INVALID_ARGUMENT.failure();
    }

    private List<InetAddress> lookUp(String name) throws UnknownHostException {
        try {
            List<InetAddress> addresses = rules.lookUp(name);
            if (names.size() < MOST_NAMES) {
                addresses.forEach(a -> names.computeIfAbsent(a, _ -> ConcurrentHashMap.newKeySet()).add(name));
            }
            return addresses;
        } catch (OutboundDenied e) {
            log(e.getMessage());
            throw e;
        }
    }

    /**
     * Whether the guest may talk to somebody. May block: names are looked up again.
     *
     * @throws OutboundDenied when it may not
     */
    void check(String scheme, InetSocketAddress remote) {
        try {
            rules.resolve(scheme, remote.getAddress().getHostAddress(), remote.getPort());
        } catch (OutboundDenied e) {
            if (names.getOrDefault(remote.getAddress(), Set.of()).stream().noneMatch(name -> allowed(scheme, name, remote))) {
                log(e.getMessage());
                throw e;
            }
        } catch (UnknownHostException e) {
            throw new OutboundDenied(e.getMessage());
        }
    }

    private boolean allowed(String scheme, String name, InetSocketAddress remote) {
        try {
            return rules.resolve(scheme, name, remote.getPort()).contains(remote);
        } catch (OutboundDenied | UnknownHostException e) {
            return false;
        }
    }

    /** Refuses to listen, which is the triggers' business. */
    SocketFailure mayNotListen(String scheme, InetSocketAddress local) {
        log("it may not listen on " + scheme + "://" + local.getAddress().getHostAddress() + ":" + local.getPort()
                + ": applications are called through their triggers, and sockets only connect");
        return SocketError.ACCESS_DENIED.failure();
    }

    /** A guest that is refused in a loop must not fill the log. */
    private void log(String message) {
        if (logged.getAndIncrement() < LOGGED_PER_EVENT) {
            LOG.warn("{}: sockets: {}", owner, message);
        }
    }

    /** The event is over. What a guest has written is still sent, for a short while. */
    @Override
    public void close() {
        open.values().forEach(Runnable::run);
    }
}
