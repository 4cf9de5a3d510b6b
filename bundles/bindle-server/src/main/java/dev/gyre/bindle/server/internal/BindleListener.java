package dev.gyre.bindle.server.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.service.ServiceFiles;

/** Listens at one address and serves. Thread-safe; starting and stopping block. */
final class BindleListener {
    private static final Logger LOG = LoggerFactory.getLogger(BindleListener.class);
    private static final int THREADS = 32;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final BindleServerSettings.Address address;
    private final Server server;
    private final Door connector;
    private final int port;

    /** @throws GyreException when the address cannot be bound */
    BindleListener(BindleServerSettings.Address address, Supplier<BindleRules> rules) {
        this.address = address;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("gyre-bindle-server");
        threads.setDaemon(true);
        server = new Server(threads);
        connector = ServiceFiles.visible(BindleListener.class, "org.eclipse.jetty.", () -> connector(server));
        connector.setHost(address.host());
        connector.setPort(address.port());
        server.addConnector(connector);
        server.setHandler(new BindleHttp(rules));
        try {
            server.start();
            port = connector.getLocalPort();
        } catch (Exception e) {
            stop(Duration.ZERO);
            throw new GyreException("the Bindle server cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** The system keeps a port for as long as somebody waits there for a connection, closed or not. */
    private static final class Door extends ServerConnector {
        private final ReentrantLock accepting = new ReentrantLock(true);

        Door(Server server, HttpConnectionFactory protocol) {
            super(server, 1, 1, protocol);
        }

        @Override
        public void accept(int acceptor) throws IOException {
            accepting.lock();
            try {
                super.accept(acceptor);
            } finally {
                accepting.unlock();
            }
        }

        @Override
        public void close() {
            super.close();
            accepting.lock();
            accepting.unlock();
        }
    }

    private static Door connector(Server server) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        Door connector = new Door(server, new HttpConnectionFactory(http));
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setShutdownIdleTimeout(IDLE.toMillis());
        return connector;
    }

    /** With the port that was bound. */
    BindleServerSettings.Address bound() {
        return address.withPort(port);
    }

    /** Accepts no more: the port is free when this returns. */
    void shutDoor() {
        connector.close();
    }

    /** @param patience for requests that run */
    void stop(Duration patience) {
        try {
            server.setStopTimeout(patience.toMillis());
            server.stop();
        } catch (Exception e) {
            LOG.warn("the Bindle server on {} did not stop cleanly: {}", address, e.toString());
        }
    }
}
