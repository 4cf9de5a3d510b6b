package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;

import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.host.rig.TestEvent;

/** A client with rules that know only the names a test gives them. */
abstract class ClientFixture {
    static final HttpSettings SMALL = new HttpSettings(Duration.ofSeconds(10), 1 << 16, 1 << 16, 1 << 18, 4, 10);

    final Map<String, List<InetSocketAddress>> names = new HashMap<>();
    final OutboundRules rules = (scheme, host, port) -> resolve(host);
    final HttpClients clients = new HttpClients((application, component) -> rules, SMALL, new SslContextFactory.Client());
    final Backend backend = clients.backend();
    final OutboundHttp http = new OutboundHttp(new Requester("shop/cart"), rules, clients);
    final TestEvent event = new TestEvent();
    private final List<RawServer> servers = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        clients.close();
        for (RawServer server : servers) {
            server.close();
        }
    }

    /** What was cut off may still be on its way when the guest has its error. */
    void assertAllMemoryIsGivenBack() throws InterruptedException {
        for (int i = 0; i < 600 && backend.budget().used() > 0; i++) {
            Thread.sleep(100);
        }
        assertEquals(0, backend.budget().used());
    }

    private List<InetSocketAddress> resolve(String host) throws UnknownHostException {
        if (host.equals("unknown.example")) {
            throw new UnknownHostException(host);
        }
        if (!names.containsKey(host)) {
            throw new OutboundDenied("component may not connect to " + host);
        }
        return names.get(host);
    }

    RawServer serve(String host, RawServer.Script script) throws IOException {
        RawServer server = new RawServer(script);
        servers.add(server);
        names.put(host, List.of(server.address()));
        return server;
    }

    RawServer say(String host, String response) throws IOException {
        return serve(host, (request, out) -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
    }

    Answer send(String method, String url, List<Entry<String, String>> headers, String body) {
        return http.send(event, () -> new OutboundHttp.GuestRequest(method, url, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    Answer get(String url) {
        return send("GET", url, List.of(), "");
    }

    /** The body of an answer, which is closed. */
    static String text(Answer answer) {
        try (answer) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            answer.body().copy(0, answer.body().length(), (position, block, offset, count) -> out.write(block, offset, count));
            return out.toString(StandardCharsets.ISO_8859_1);
        }
    }

    OutboundFailure fails(OutboundFailure.Kind kind, String url) {
        OutboundFailure e = assertThrows(OutboundFailure.class, () -> get(url).close());
        assertEquals(kind, e.kind(), e.getMessage());
        return e;
    }
}
