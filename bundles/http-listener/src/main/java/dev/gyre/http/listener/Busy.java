package dev.gyre.http.listener;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** Which connections have requests that run, and how many. Thread-safe. */
final class Busy {
    private final ConcurrentMap<EndPoint, Integer> requests = new ConcurrentHashMap<>();

    /** A request's connection as its connector knows it. */
    static EndPoint of(Request request) {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        while (connection instanceof EndPoint.Wrapper wrapper) {
            connection = wrapper.unwrap();
        }
        return connection;
    }

    void enter(EndPoint connection) {
        requests.merge(connection, 1, Integer::sum);
    }

    void leave(EndPoint connection) {
        requests.computeIfPresent(connection, (c, running) -> running == 1 ? null : running - 1);
    }

    boolean contains(EndPoint connection) {
        return requests.containsKey(connection);
    }
}
