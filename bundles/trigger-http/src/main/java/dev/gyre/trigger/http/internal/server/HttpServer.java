package dev.gyre.trigger.http.internal.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.trigger.http.internal.config.HttpLimits;
import dev.gyre.trigger.http.internal.config.ListenAddress;
import dev.gyre.trigger.http.internal.serve.RequestHandler;

/** The Jetty server of one application. Thread-safe; {@link #start} and {@link #close} block. */
public final class HttpServer implements AutoCloseable {
    /** How long running requests may take to end once the server is closed. */
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final Server server;
    private final ServerConnector connector;
    private final RequestThreads threads;
    private final ListenAddress listen;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HttpServer(Server server, ServerConnector connector, RequestThreads threads, ListenAddress listen) {
        this.server = server;
        this.connector = connector;
        this.threads = threads;
        this.listen = listen;
    }

    /**
     * Listens and serves.
     *
     * @throws GyreException when the address cannot be bound, naming it
     */
    public static HttpServer start(String name, ListenAddress listen, Optional<TlsIdentity> tls, HttpLimits limits, RequestHandler requests) {
        return JettyServices.visible(() -> build(name, listen, tls, limits, requests)).started();
    }

    private static HttpServer build(String name, ListenAddress listen, Optional<TlsIdentity> tls, HttpLimits limits, RequestHandler requests) {
        // One acceptor, one selector and a few threads for Jetty's own work: requests run on threads of their own.
        QueuedThreadPool pool = new QueuedThreadPool(8, 2);
        pool.setName("gyre-http " + name);
        pool.setDaemon(true);
        Server server = new Server(pool);
        server.setErrorHandler(new QuietErrors());
        server.setStopTimeout(DRAIN.toMillis());
        List<ConnectionFactory> protocols = Protocols.of(tls, limits);
        ServerConnector connector = new ServerConnector(server, 1, 1, protocols.toArray(ConnectionFactory[]::new));
        connector.setIdleTimeout(limits.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(Duration.ofSeconds(1).toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.maxConnections(), connector));
        RequestThreads threads = new RequestThreads("gyre-request " + name);
        server.setHandler(new GracefulHandler(new ThreadedHandler(threads, requests)));
        return new HttpServer(server, connector, threads, listen);
    }

    private HttpServer started() {
        try {
            InetSocketAddress address = listen.resolve();
            connector.setHost(address.getAddress().getHostAddress());
            connector.setPort(address.getPort());
            server.start();
            return this;
        } catch (Exception e) {
            close();
            throw failure(e);
        }
    }

    private GyreException failure(Exception e) {
        String reason = switch (e) {
            case UnknownHostException unknown -> "the host is unknown";
            case IOException io when io.getCause() instanceof BindException bind -> bind.getMessage();
            default -> String.valueOf(e.getMessage());
        };
        return new GyreException("cannot listen on " + listen + ": " + reason.toLowerCase(java.util.Locale.ROOT)
                + "; choose another address with --listen, such as " + listen.withPort(0) + " for any free port", e);
    }

    /** Where it listens, with the port that was bound. */
    public ListenAddress address() {
        return listen.withPort(connector.getLocalPort());
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
            LOG.warn("listener {} did not stop cleanly: {}", listen, e.toString());
        } finally {
            threads.close();
        }
    }
}
