package dev.gyre.http.listener;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.service.ServiceFiles;

/** A Jetty server, listening, and the sites it serves. Changes are for one thread at a time; {@link #start} and {@link #stop} block. */
final class Listener {
    /** Its bundles; HTTP/2 needs their service files. */
    private static final String JETTY = "org.eclipse.jetty.";
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final Server server;
    private final Door connector;
    private final HttpConfiguration protocol;
    private final NetworkConnectionLimit connections;
    private final Optional<TlsIdentity> tls;
    private final Sites sites = new Sites();
    private int port;

    private Listener(JettyThreads jetty, BooleanSupplier arrivals, Site first) {
        HttpLimits limits = first.limits();
        tls = first.tls();
        protocol = Protocols.configuration();
        server = unstarted(jetty);
        server.setErrorHandler(new QuietErrors());
        Busy busy = new Busy();
        connector = new Door(server, busy, Protocols.of(tls, protocol).toArray(ConnectionFactory[]::new));
        connections = new NetworkConnectionLimit(limits.maxConnections(), connector);
        server.addConnector(connector);
        server.addBean(connections);
        server.setHandler(new ThreadedHandler(sites, arrivals, busy));
        apply(limits);
    }

    /**
     * Listens; sites are still to be added.
     *
     * @param jetty    for Jetty's own work
     * @param arrivals whether applications are on their way
     * @param first    of its sites
     * @throws GyreException when the address cannot be bound, naming it
     */
    static Listener start(JettyThreads jetty, BooleanSupplier arrivals, Site first) {
        ListenAddress listen = first.listen();
        Listener listener = ServiceFiles.visible(Listener.class, JETTY, () -> new Listener(jetty, arrivals, first));
        try {
            InetSocketAddress resolved = listen.resolve();
            listener.connector.setHost(resolved.getAddress().getHostAddress());
            listener.connector.setPort(resolved.getPort());
            ServiceFiles.visible(Listener.class, JETTY, listener::started);
            listener.port = listener.connector.getLocalPort();
            return listener;
        } catch (StartFailure | UnknownHostException e) {
            listener.stop();
            throw failure(listen, e instanceof StartFailure ? e.getCause() : e);
        }
    }

    /** Jetty's checked exception on its way through a lambda. */
    private static final class StartFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StartFailure(Exception cause) {
            super(cause);
        }
    }

    private static Server unstarted(JettyThreads jetty) {
        try {
            return jetty.server();
        } catch (Exception e) {
            throw new StartFailure(e);
        }
    }

    private Server started() {
        try {
            server.start();
            return server;
        } catch (Exception e) {
            throw new StartFailure(e);
        }
    }

    private static GyreException failure(ListenAddress listen, Throwable cause) {
        String reason = switch (cause) {
            case UnknownHostException unknown -> "the host is unknown";
            case IOException io when io.getCause() instanceof BindException bind -> String.valueOf(bind.getMessage()).toLowerCase(Locale.ROOT);
            default -> String.valueOf(cause.getMessage());
        };
        return new GyreException("cannot listen on " + listen + ": " + reason
                + "; choose another address, such as " + listen.withPort(0) + " for any free port, with \"listen\" of [http] in the application's file or with --listen"
                + " ('gyre up --find-free-port' looks for one)", cause);
    }

    Sites sites() {
        return sites;
    }

    Optional<TlsIdentity> tls() {
        return tls;
    }

    /** The port that was bound. */
    int port() {
        return port;
    }

    /** Whether it is what binding the address would give. May block on the resolver. */
    boolean isAt(ListenAddress listen) {
        try {
            InetSocketAddress wanted = listen.resolve();
            return wanted.getPort() == port() && wanted.getAddress().equals(InetAddress.getByName(connector.getHost()));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** What one listener has for all its sites, it has as the most generous of them wants it. */
    void adjust() {
        sites.all().stream().map(s -> s.site().limits()).reduce(HttpLimits::most).ifPresent(this::apply);
    }

    private void apply(HttpLimits limits) {
        protocol.setRequestHeaderSize(limits.maxHead());
        connector.setIdleTimeout(limits.idleTimeout().toMillis());
        connections.setMaxNetworkConnectionCount(limits.maxConnections());
        server.setStopTimeout(limits.drain().toMillis());
    }

    /** Accepts no more: the address is free when this returns. */
    void shutDoor() {
        connector.close();
    }

    /** Accepts no more, answers 503 on connections that are open and lets running requests end, bounded. */
    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("the listener on port {} did not stop cleanly: {}", connector.getPort(), e.toString());
        }
    }
}
