package dev.gyre.host.http.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.ConnectionStatistics;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.host.ConnectionPlaces;

/**
 * The one HTTP client of all guests: HTTP/1.1, TLS with the JDK's trust unless an operator says otherwise, no cookies, no proxy, no redirects, no content
 * decoding, and no name resolution: a connection goes to one of the addresses its request came with.
 *
 * <p>Thread-safe. {@link #exchange} blocks.
 */
final class Backend implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int IDLE_MILLIS = 15_000;
    private static final int HEADER_BYTES = 64 << 10;
    /** With more open connections than this, further ones are closed after their request. */
    private static final int KEPT_CONNECTIONS = 256;

    /**
     * Whose connections these are and where they may lead. As part of a pool's key it keeps components apart: none meets a
     * connection another one has written to. Requests to one's own application have connections for each depth, so that those that
     * wait for deeper ones never hold all there are. Connections are counted by route, so that a changed bound begins with new ones.
     *
     * @param most connections
     */
    private record Route(String owner, int depth, Set<InetSocketAddress> allowed, Optional<ClientTls> tls, int most,
            List<InetSocketAddress> inOrder) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Route r && r.owner.equals(owner) && r.depth == depth && r.allowed.equals(allowed) && r.tls.equals(tls) && r.most == most;
        }

        @Override
        public int hashCode() {
            return 31 * owner.hashCode() + allowed.hashCode();
        }
    }

    /** Has connections encrypted as their route says. */
    private static final class RoutedTls extends HttpClientTransportOverHTTP {
        RoutedTls(ClientConnector connector) {
            super(connector);
        }

        @Override
        public Destination newDestination(Origin origin) {
            return new HttpDestination(getHttpClient(), origin) {
                @Override
                public SslContextFactory.Client resolveSslContextFactory() {
                    return origin.getTag() instanceof Route r && r.tls.isPresent() ? r.tls.get().factory() : super.resolveSslContextFactory();
                }
            };
        }
    }

    private final HttpClient client;
    private final ConnectionStatistics connections = new ConnectionStatistics();
    private final HeapBudget budget;
    private volatile HttpSettings settings;

    /**
     * @param tls how servers are verified that nobody says anything else of
     */
    Backend(HttpSettings settings, SslContextFactory.Client tls) {
        this.settings = settings;
        budget = new HeapBudget(settings.buffers());
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("gyre-http-client");
        threads.setDaemon(true);
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setExecutor(threads);
        connector.setSslContextFactory(tls);
        client = new HttpClient(new RoutedTls(connector));
        client.setExecutor(threads);
        client.setSocketAddressResolver(Backend::checkedAddresses);
        client.setConnectTimeout(CONNECT_MILLIS);
        client.setIdleTimeout(IDLE_MILLIS);
        client.setDestinationIdleTimeout(IDLE_MILLIS);
        client.setMaxConnectionsPerDestination(settings.connections());
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setDefaultRequestContentType(null);
        client.setMaxRequestHeadersSize(2 * HEADER_BYTES);
        client.setMaxResponseHeadersSize(HEADER_BYTES);
        client.addBean(connections);
        // Makes Jetty look for its encoders here and now, where all of them can be seen: whoever is first decides for everybody.
        client.setUserAgentField(new PreEncodedHttpField(HttpHeader.USER_AGENT, ""));
        client.setUserAgentField(null);
        try {
            client.start();
        } catch (Exception e) {
            throw new GyreException("the http client did not start", e);
        }
        // Only after the start, which fills these in.
        client.getContentDecoderFactories().clear();
        client.getProtocolHandlers().remove("www-authenticate");
        client.getProtocolHandlers().remove("proxy-authenticate");
        client.getProtocolHandlers().remove("redirect");
    }

    /** Requests that run keep what they began with. */
    void change(HttpSettings next) {
        budget.changeLimit(next.buffers());
        client.setMaxConnectionsPerDestination(next.connections());
        settings = next;
    }

    private static void checkedAddresses(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        Destination destination = (Destination) context.get(Destination.CONTEXT_KEY);
        if (destination.getOrigin().getTag() instanceof Route route) {
            promise.succeeded(route.inOrder());
        } else {
            promise.failed(new IOException("no checked address for " + host));
        }
    }

    /** The addresses under the URL's host: that is the name which TLS asks for and verifies. */
    private static List<InetSocketAddress> named(List<InetSocketAddress> addresses, String host) {
        return addresses.stream().map(a -> {
            try {
                return new InetSocketAddress(InetAddress.getByAddress(host, a.getAddress().getAddress()), a.getPort());
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("no address: " + a, e);
            }
        }).toList();
    }

    HeapBudget budget() {
        return budget;
    }

    /**
     * One request, one response; a redirect is a response like others.
     *
     * @param owner     whose connections may be used
     * @param addresses checked addresses of the request's target
     * @param nanos     how long it may take
     * @throws OutboundFailure of kind {@code REQUEST} or {@code RUNTIME}; an interrupt ends the wait and stays set
     */
    Answer exchange(Requester owner, OutboundRequest outbound, List<InetSocketAddress> addresses, long nanos) {
        HttpTarget target = outbound.target();
        Body body = new Body(budget, settings.responseBody());
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Request request = request(owner, outbound, addresses, nanos);
        boolean done = false;
        try {
            send(owner, request, new AnswerListener(body, answer), nanos);
            Answer complete = answer.get(nanos, TimeUnit.NANOSECONDS);
            done = true;
            return complete;
        } catch (TimeoutException e) {
            request.abort(e);
            throw new OutboundFailure(OutboundFailure.Kind.REQUEST, target + " did not answer within " + nanos / 1_000_000 + " ms" + (e.getMessage() == null ? "" : ": " + e.getMessage()), e);
        } catch (InterruptedException e) {
            request.abort(e);
            Thread.currentThread().interrupt();
            throw new OutboundFailure(OutboundFailure.Kind.RUNTIME, "the request to " + target + " was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OutboundFailure failure) {
                throw new OutboundFailure(failure.kind(), target + ": " + failure.getMessage(), failure);
            }
            throw new OutboundFailure(OutboundFailure.Kind.REQUEST, "the request to " + target + " failed: " + e.getCause(), e.getCause());
        } catch (IllegalArgumentException | IllegalStateException | RejectedExecutionException e) {
            throw new OutboundFailure(OutboundFailure.Kind.RUNTIME, "the request to " + target + " could not be sent: " + e, e);
        } finally {
            if (!done) {
                body.close();
            }
        }
    }

    /** A request that goes to one of these addresses, not sent yet; one whose bytes come with it has its body. */
    Request request(Requester owner, OutboundRequest outbound, List<InetSocketAddress> addresses, long nanos) {
        HttpTarget target = outbound.target();
        // java.net.URI refuses host names with underscores, so the host comes in afterwards. The path must come in here:
        // Request.path() takes what follows two slashes for a host.
        Request request = client.newRequest(URI.create("http://gyre.invalid" + target.pathAndQuery()))
                .scheme(target.scheme()).host(target.host()).port(target.port()).method(outbound.method()).version(HttpVersion.HTTP_1_1)
                .idleTimeout(TimeUnit.NANOSECONDS.toMillis(nanos) + 1000, TimeUnit.MILLISECONDS)
                .tag(new Route(owner.name(), outbound.depth(), Set.copyOf(addresses), Optional.ofNullable(owner.tls().get(target.host())), settings.connections(),
                        named(addresses, target.host())));
        request.headers(fields -> {
            outbound.headers().forEach(h -> fields.add(h.getKey(), h.getValue()));
            if (!outbound.has("accept")) {
                fields.add(HttpHeader.ACCEPT, "*/*");
            }
            if (connections.getConnections() > KEPT_CONNECTIONS || !owner.connections().kept()) {
                fields.put(HttpHeader.CONNECTION, "close");
            }
        });
        if (outbound.body().length > 0) {
            request.body(new BytesRequestContent((String) null, outbound.body()));
        }
        return request;
    }

    /**
     * Sends a request once it may use a connection.
     *
     * @param nanos how long to wait until it may
     * @throws TimeoutException when it may not; it is not sent then
     */
    void send(Requester owner, Request request, Response.CompleteListener listener, long nanos) throws InterruptedException, TimeoutException {
        ConnectionPlaces places = owner.connections().places();
        if (places.unlimited()) {
            request.send(listener);
            return;
        }
        places.take(nanos);
        AtomicBoolean held = new AtomicBoolean(true);
        Runnable over = () -> {
            if (held.getAndSet(false)) {
                places.giveBack();
            }
        };
        try {
            request.onComplete(_ -> over.run()).send(listener);
        } catch (RuntimeException e) {
            over.run();
            throw e;
        }
    }

    /** Connections open now, in use or kept. */
    long openConnections() {
        return connections.getConnections();
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            throw new GyreException("the http client did not stop", e);
        }
    }
}
