package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.host.ConnectionPlaces;
import dev.gyre.manifest.internal.TomlManifestReader;

/** {@code [outbound_http]} of a runtime configuration. */
class ConnectionRulesTest extends ClientFixture {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static ConnectionRules rules(String said) {
        return ConnectionRules.read(new TomlManifestReader().table("[outbound_http]\n" + said, "rc.toml"));
    }

    /** A component of an application with these rules. */
    private OutboundHttp ruled(ConnectionRules connections) {
        return new OutboundHttp(new Requester("shop/ruled", connections, Map.of()), rules, clients);
    }

    private String ask(OutboundHttp http, String url) {
        return text(http.send(event, () -> new OutboundHttp.GuestRequest("GET", url, List.of(), new byte[0])));
    }

    @Test
    void connectionsAreNotKeptWhereTheOperatorSaysSo() throws IOException {
        RawServer server = say("a.example", OK);
        String url = "http://a.example:" + server.address().getPort() + "/";
        assertEquals("ok", ask(ruled(rules("connection_pooling = false")), url));
        assertEquals("close", server.seen.getFirst().header("connection"));
        assertEquals("ok", text(get(url)));
        assertEquals("", server.seen.getLast().header("connection"));
    }

    @Test
    void noneMeansNone() throws IOException {
        RawServer server = say("a.example", OK);
        OutboundFailure e = assertThrows(OutboundFailure.class, () -> ask(ruled(rules("max_connections = 0")), "http://a.example:" + server.address().getPort() + "/"));
        assertEquals(OutboundFailure.Kind.REQUEST, e.kind());
        assertTrue(e.getMessage().contains("allows the application 0 connections at one time"), e.getMessage());
    }

    @Test
    void requestsOfAnApplicationWaitForEachOtherAndAPlaceIsGivenBack() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RawServer slow = serve("slow.example", (request, out) -> {
            asked.countDown();
            go.await();
            out.write(OK.getBytes());
        });
        RawServer other = say("other.example", OK);
        String url = "http://other.example:" + other.address().getPort() + "/";
        ConnectionRules one = rules("max_connections = 1");
        OutboundHttp http = ruled(one);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> ask(http, "http://slow.example:" + slow.address().getPort() + "/"));
        asked.await();
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> ask(ruled(one), url));
        assertTrue(other.seen.isEmpty() && !second.isDone());
        assertEquals("ok", text(get(url)), "another application's does not");
        go.countDown();
        assertEquals("ok", first.get());
        assertEquals("ok", second.get());
        other.close();
        for (int i = 0; i < 3; i++) {
            assertThrows(OutboundFailure.class, () -> ask(http, url)); // refused, and not because places were lost
        }
        slow.close();
        RawServer again = say("again.example", OK);
        assertEquals("ok", ask(http, "http://again.example:" + again.address().getPort() + "/"));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertTrue(assertThrows(ConfigException.class, () -> rules("max_connections = -1")).getMessage().contains("outbound_http.max_connections: must be 0 or more"));
        assertThrows(ConfigException.class, () -> rules("max_connections = 1\nmax_concurrent_requests = 1"));
        assertThrows(ConfigException.class, () -> rules("max_conections = 1"));
    }

    @Test
    void theOldKeyAllowsOneMore() throws Exception {
        ConnectionPlaces places = rules("max_concurrent_requests = 0").places();
        places.take(0);
        assertEquals("the operator allows the application 1 connections at one time (max_concurrent_requests of [outbound_http]), and none became free",
                assertThrows(TimeoutException.class, () -> places.take(0)).getMessage());
    }

    @Test
    void whatTheWholeApplicationMayHaveHoldsToo() throws IOException {
        RawServer server = say("a.example", OK);
        String url = "http://a.example:" + server.address().getPort() + "/";
        ConnectionPlaces none = ConnectionPlaces.of(new TomlManifestReader().table("most = 0", "rc.toml"), "most");
        assertTrue(assertThrows(OutboundFailure.class, () -> ask(ruled(rules("max_connections = 1").within(none)), url)).getMessage().contains("(most of []"));
        assertEquals("ok", ask(ruled(rules("max_connections = 1").within(ConnectionPlaces.UNLIMITED)), url));
    }
}
