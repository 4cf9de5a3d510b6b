package dev.gyre.trigger.http.internal.serve;

import java.net.InetSocketAddress;
import java.util.Locale;

import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each request, when the user wants it. Thread-safe. */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.gyre.access");

    private final boolean on;

    AccessLog(boolean on) {
        this.on = on;
    }

    /**
     * {@code 127.0.0.1:51234 "GET /hello HTTP/1.1" 200 14 bytes 1.3 ms hello}: client, request, status, bytes of the guest's
     * body, time, component. To be called before the request is completed, while Jetty still knows it.
     */
    void write(Event event) {
        if (!on || !LOG.isInfoEnabled()) {
            return;
        }
        Request request = event.request();
        double millis = (System.nanoTime() - request.getBeginNanoTime()) / 1e6;
        LOG.info("{} \"{} {}\" {} {} bytes {} ms {}", client(request), event.describe(), request.getConnectionMetaData().getHttpVersion().asString(),
                event.outcome(), event.answer().sent(), String.format(Locale.ROOT, "%.1f", millis), event.component().orElse("-"));
    }

    private static String client(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress client
                ? client.getAddress().getHostAddress() + ":" + client.getPort() : "-";
    }
}
