package dev.gyre.trigger.http.internal.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.service.ServiceFiles;
import dev.gyre.trigger.http.internal.config.HttpLimits;
import dev.gyre.trigger.http.internal.config.ListenAddress;
import dev.gyre.trigger.http.internal.serve.RequestHandler;

/** The Jetty server of one application, listening. Thread-safe; {@link #start} and {@link #close} block. */
public final class HttpServer implements AutoCloseable {
    /** Its bundles; HTTP/2 needs their service files. */
    private static final String JETTY = "org.eclipse.jetty.";
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final Server server;
    private final RequestThreads threads;
    private final ListenAddress address;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HttpServer(Server server, RequestThreads threads, ListenAddress address) {
        this.server = server;
        this.threads = threads;
        this.address = address;
    }

    /**
     * Listens and serves.
     *
     * @param jetty for Jetty's own work
     * @param name  for threads
     * @throws GyreException when the address cannot be bound, naming it
     */
    public static HttpServer start(JettyThreads jetty, String name, ListenAddress listen, Optional<TlsIdentity> tls, HttpLimits limits, RequestHandler requests) {
        RequestThreads threads = new RequestThreads("gyre-request " + name);
        ServerConnector connector = ServiceFiles.visible(HttpServer.class, JETTY, () -> connector(jetty, tls, limits));
        Server server = connector.getServer();
        server.setHandler(new ThreadedHandler(threads, requests));
        try {
            InetSocketAddress resolved = listen.resolve();
            connector.setHost(resolved.getAddress().getHostAddress());
            connector.setPort(resolved.getPort());
            ServiceFiles.visible(HttpServer.class, JETTY, () -> started(server));
        } catch (StartFailure | UnknownHostException e) {
            new HttpServer(server, threads, listen).close();
            throw failure(listen, e instanceof StartFailure ? e.getCause() : e);
        }
        return new HttpServer(server, threads, listen.withPort(connector.getLocalPort()));
    }

    private static ServerConnector connector(JettyThreads jetty, Optional<TlsIdentity> tls, HttpLimits limits) {
        Server server = unstarted(jetty);
        server.setErrorHandler(new QuietErrors());
        server.setStopTimeout(limits.drain().toMillis());
        // With no acceptor the selector would accept, and a closed listener would stay open until something else wakes that.
        ServerConnector connector = new ServerConnector(server, 1, 1, Protocols.of(tls, limits).toArray(ConnectionFactory[]::new));
        connector.setIdleTimeout(limits.idleTimeout().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.maxConnections(), connector));
        return connector;
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

    private static Server started(Server server) {
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
                + "; choose another address with --listen, such as " + listen.withPort(0) + " for any free port", cause);
    }

    /** Where it listens, with the port that was bound. */
    public ListenAddress address() {
        return address;
    }

    /** Accepts no more, answers 503 on connections that are open, lets running requests end and then interrupts them. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("listener {} did not stop cleanly: {}", address, e.toString());
        } finally {
            threads.close();
        }
    }
}
