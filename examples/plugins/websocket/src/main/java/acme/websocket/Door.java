package acme.websocket;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;

/**
 * A listening socket, and the application whose it is now: a new version takes it over from the old one. Thread-safe; making and shutting
 * it block, what comes in is never waited for.
 */
final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    /** Connections that are about to be refused, or are no WebSockets yet. */
    private static final int AT_THE_DOOR = 32;
    private static final int MAX_HEAD = 16 << 10;
    /** What a client may take to say what it wants. */
    private static final int HANDSHAKE_MILLIS = 10_000;

    private final InetSocketAddress wanted;
    private final String host;
    private final Server server;
    private final ServerConnector connector;
    private final NetworkConnectionLimit limit;
    private final AtomicReference<WebSocketApp> owner = new AtomicReference<>();

    /** @throws GyreException when the address cannot be bound, naming it */
    Door(WebSocketConfig config) {
        wanted = config.address();
        host = config.host();
        QueuedThreadPool threads = new QueuedThreadPool(64, 2);
        threads.setName("acme-websocket");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        server = new Server(threads);
        server.setStopTimeout(0);
        server.setErrorHandler((request, response, callback) -> {
            callback.succeeded(); // a status says enough
            return true;
        });
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEAD);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(HANDSHAKE_MILLIS);
        server.setConnectors(new Connector[] {connector});
        limit = new NetworkConnectionLimit(config.connections() + AT_THE_DOOR, connector);
        server.addBean(limit);
        ServerWebSocketContainer sockets = ServerWebSocketContainer.ensure(server);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                return Door.this.handle(sockets, request, response, callback);
            }
        });
        try {
            server.start();
        } catch (Exception e) {
            shut();
            throw new GyreException("cannot listen for WebSockets on " + host + ":" + config.port() + ": " + e.getMessage()
                    + "; choose another address with listen of [websocket] in gyre.toml", e);
        }
    }

    boolean isAt(WebSocketConfig config) {
        return config.address().equals(wanted) && connector.isOpen();
    }

    /** Where clients connect to. */
    String url() {
        return "ws://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + connector.getLocalPort();
    }

    /** From now on, whoever comes is for this application. */
    void open(WebSocketApp app) {
        limit.setMaxNetworkConnectionCount(app.config().connections() + AT_THE_DOOR);
        owner.set(app);
    }

    /** Nobody comes in for this application any more. */
    void leave(WebSocketApp app) {
        if (owner.compareAndSet(app, null)) {
            connector.close();
        }
    }

    /** Frees everything when no application has it. */
    void shutIfEmpty() {
        if (owner.get() == null) {
            shut();
        }
    }

    private void shut() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("the listener {} did not stop cleanly: {}", wanted, e.toString());
        }
    }

    private boolean handle(ServerWebSocketContainer sockets, Request request, Response response, Callback callback) {
        Optional<WebSocketApp> app = Optional.ofNullable(owner.get());
        Optional<MessageHandler> handler = app.flatMap(a -> a.handler(Request.getPathInContext(request)));
        if (app.isEmpty() || app.get().full()) {
            return refuse(HttpStatus.SERVICE_UNAVAILABLE_503, response, callback);
        }
        if (handler.isEmpty()) {
            return refuse(HttpStatus.NOT_FOUND_404, response, callback);
        }
        if (!Handshake.allowed(request, app.get().config().origins())) {
            return refuse(HttpStatus.FORBIDDEN_403, response, callback);
        }
        Connection connection = new Connection(app.get(), handler.get(), Handshake.environment(request));
        try {
            if (sockets.upgrade((up, answer, done) -> connection, request, response, callback)) {
                return true;
            }
        } catch (RuntimeException e) {
            LOG.debug("a handshake failed", e);
            return refuse(HttpStatus.BAD_REQUEST_400, response, callback);
        }
        response.getHeaders().put("Upgrade", "websocket");
        return refuse(HttpStatus.UPGRADE_REQUIRED_426, response, callback);
    }

    private static boolean refuse(int status, Response response, Callback callback) {
        response.setStatus(status);
        callback.succeeded();
        return true;
    }
}
