package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.gyre.api.app.Application;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.SelfOrigins;
import dev.gyre.api.host.ServiceChaining;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.api.http.HttpResponse;
import dev.gyre.host.rig.Apps;
import dev.gyre.host.rig.GuestRig;
import dev.gyre.host.rig.TestEvent;

/** Requests of a guest to its own application. */
class SelfTest extends ClientFixture {
    private static final Application SHOP = Apps.app(Apps.component("cart", Map.of()));

    private final TestEvent asking = new TestEvent(GuestRig.context(SHOP, SHOP.components().getFirst()));

    /** A client whose application listens on a server of the test, at a base. */
    private OutboundHttp own(RawServer server) {
        OutboundRules mine = new OutboundRules() {
            @Override
            public List<InetSocketAddress> resolve(String scheme, String host, int port) throws java.net.UnknownHostException {
                return rules.resolve(scheme, host, port);
            }

            @Override
            public SelfOrigins.SelfOrigin self() {
                return new SelfOrigins.SelfOrigin(false, server.address(), "app.example:3000", "/base");
            }
        };
        return new OutboundHttp(new Requester("shop/cart"), mine, clients);
    }

    private Answer get(OutboundHttp client, String url) {
        return client.send(asking, () -> new OutboundHttp.GuestRequest("GET", url, List.of(Map.entry("host", "evil.example")), new byte[0]));
    }

    @Test
    void itGoesToTheListenerWhateverHostTheGuestOrItsClientNames() throws Exception {
        RawServer server = say("elsewhere", RawServer.ok("me"));
        for (String url : List.of("/cart?id=1", "http://self/cart?id=1", "https://self/cart?id=1")) {
            assertEquals("me", text(get(own(server), url)));
            assertEquals("GET /base/cart?id=1 HTTP/1.1", server.last().line());
            assertEquals("app.example:3000", server.last().header("host"));
        }
    }

    @Test
    void aRedirectWithinTheApplicationIsFollowedAndOneOutOfItPassesTheRules() throws Exception {
        RawServer server = serve("elsewhere", (request, out) -> out.write((request.line().contains("/in ") ? "HTTP/1.1 302 x\r\nLocation: /base/there\r\nContent-Length: 0\r\n\r\n"
                : request.line().contains("/out ") ? "HTTP/1.1 302 x\r\nLocation: http://forbidden/\r\nContent-Length: 0\r\n\r\n" : RawServer.ok("end"))
                .getBytes(StandardCharsets.ISO_8859_1)));
        assertEquals("end", text(get(own(server), "/in")));
        assertEquals("GET /base/there HTTP/1.1", server.last().line());
        OutboundFailure e = assertThrows(OutboundFailure.class, () -> get(own(server), "/out").close());
        assertEquals(OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, e.kind());
    }

    @Test
    void itCountsAsCausedByItsEventAndCannotGoOnForEver() throws Exception {
        List<String> waiting = new CopyOnWriteArrayList<>();
        clients.chaining = new ServiceChaining() {
            @Override
            public void handle(Application application, String component, HttpRequest request, HttpResponse response) {
                throw new AssertionError("it goes to the listener");
            }

            @Override
            public Optional<Ticket> ticket(HostContext from) {
                String value = from == asking ? "first" : "other";
                waiting.add(value);
                return Optional.of(new Ticket() {
                    @Override
                    public String value() {
                        return value;
                    }

                    @Override
                    public void close() {
                        waiting.remove(value);
                    }
                });
            }
        };
        RawServer server = serve("elsewhere", (request, out) -> out.write((request.line().contains("/out ")
                ? "HTTP/1.1 302 x\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n" : RawServer.ok(waiting.toString())).getBytes(StandardCharsets.ISO_8859_1)));
        OutboundHttp client = own(server);
        assertEquals("[first]", text(client.send(asking, () -> new OutboundHttp.GuestRequest("GET", "http://self/", List.of(Map.entry("Gyre-Cause", "forged")), new byte[0]))));
        assertEquals("first", server.last().header(ServiceChaining.TICKET));
        assertEquals("[]", text(get(client, "/out")));
        assertEquals("", server.last().header(ServiceChaining.TICKET), "nobody else learns of it");
        HostContext deep = asking;
        for (int depth = 1; depth <= 10; depth++) {
            deep = new TestEvent(GuestRig.context(SHOP, SHOP.components().getFirst()), deep);
        }
        HostContext deepest = deep;
        OutboundFailure e = assertThrows(OutboundFailure.class, () -> client.send(deepest, () -> new OutboundHttp.GuestRequest("GET", "/", List.of(), new byte[0])).close());
        assertEquals(OutboundFailure.Kind.LOOP, e.kind());
        assertTrue(e.getMessage().endsWith("cart -> self"), e.getMessage());
    }

    /** As many as there are connections, each of which waits for one more. */
    @Test
    void requestsThatWaitForDeeperOnesLeaveThemConnections() throws Exception {
        int all = SMALL.connections();
        CountDownLatch waiting = new CountDownLatch(all);
        TestEvent deeper = new TestEvent(GuestRig.context(SHOP, SHOP.components().getFirst()), asking);
        AtomicReference<OutboundHttp> client = new AtomicReference<>();
        RawServer server = serve("elsewhere", (request, out) -> {
            if (request.line().contains("/outer ")) {
                waiting.countDown();
                waiting.await();
                String inner = text(client.get().send(deeper, () -> new OutboundHttp.GuestRequest("GET", "/inner", List.of(), new byte[0])));
                out.write(RawServer.ok("outer " + inner).getBytes(StandardCharsets.ISO_8859_1));
            } else {
                out.write(RawServer.ok("inner").getBytes(StandardCharsets.ISO_8859_1));
            }
        });
        client.set(own(server));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = Stream.generate(() -> threads.submit(() -> text(get(client.get(), "/outer")))).limit(all).toList();
            for (Future<String> answer : answers) {
                assertEquals("outer inner", answer.get());
            }
        }
    }

    @Test
    void whatTheRulesForbidIsDenied() {
        assertTrue(fails(OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, "/cart").getMessage().contains("not supported here"));
    }
}
