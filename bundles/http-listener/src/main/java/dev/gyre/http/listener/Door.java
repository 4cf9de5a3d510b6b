package dev.gyre.http.listener;

import java.util.concurrent.CompletableFuture;

import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Where connections come in. Once it shuts down, those without a request go at once, so that who comes next need not wait for them; Jetty lets all
 * go that are silent for a second, also those whose requests run. Thread-safe.
 */
final class Door extends ServerConnector {
    /** Of silence, after which nothing is on its way on a connection without a request. */
    private static final long QUIET_MILLIS = 100;

    private final Busy busy;

    Door(Server server, Busy busy, ConnectionFactory... protocols) {
        // With no acceptor the selector would accept, and a closed listener would stay open until something else wakes that.
        super(server, 1, 1, protocols);
        this.busy = busy;
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        CompletableFuture<Void> done = super.shutdown();
        getConnectedEndPoints().forEach(connection -> settle(connection, isSilent(connection) ? QUIET_MILLIS : getShutdownIdleTimeout()));
        return done;
    }

    /** Whether it waits for its client and nothing is left to be written. */
    private static boolean isSilent(EndPoint connection) {
        return connection.isFillInterested() && connection instanceof AbstractEndPoint known && !known.getWriteFlusher().isPending();
    }

    /** To be called when a connection has a request more or less. */
    void changed(EndPoint connection) {
        if (isShutdown()) {
            settle(connection, getShutdownIdleTimeout());
        }
    }

    /**
     * Looks again, as a request may begin in between: it is counted first and then asks whether this shuts down.
     *
     * @param silence that a connection without a request may keep, in milliseconds
     */
    private void settle(EndPoint connection, long silence) {
        boolean running;
        do {
            running = busy.contains(connection);
            connection.setIdleTimeout(running ? getIdleTimeout() : silence);
        } while (running != busy.contains(connection));
    }
}
