package dev.gyre.host.http.internal;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.OptionalLong;
import java.util.function.Supplier;

import dev.gyre.api.app.Application;
import dev.gyre.api.host.Cause;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.ServiceChaining;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.api.http.HttpResponse;

/**
 * A request to another component of the application, which answers in this process.
 *
 * @param trailers known once the body was read
 */
record LocalRequest(HostContext event, Destination.Local to, OutboundRequest request, OptionalLong length, InputStream body, Supplier<HttpFields> trailers) {
    /** What Spin tells the other component of its client. */
    private static final InetSocketAddress CLIENT = new InetSocketAddress(nowhere(), 0);

    private static InetAddress nowhere() {
        try {
            return InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Has it answered, on this thread, which is the other component's from now on.
     *
     * @param clients who know the other components
     * @throws OutboundFailure when components call each other too deep, or nobody knows them
     */
    void answer(HttpClients clients, HttpResponse response) throws Exception {
        Depth.check(event, to.component(), clients.settings().depth());
        ServiceChaining components = clients.chaining().orElseThrow(() -> new OutboundFailure(OutboundFailure.Kind.RUNTIME,
                "no installed bundle answers requests of components to each other"));
        Application application = event.component().application();
        Cause.call(event, () -> {
            components.handle(application, to.component(), message(), response);
            return null;
        });
    }

    private HttpRequest message() {
        List<Entry<String, String>> fields = new ArrayList<>(request.headers());
        length.ifPresent(bytes -> fields.add(Map.entry("content-length", String.valueOf(bytes))));
        HttpTarget target = to.target();
        return new HttpRequest(request.method(), "http", target.authority(), target.path(), target.query(), "HTTP/1.1", HttpFields.of(fields), length, body, CLIENT, trailers);
    }
}
