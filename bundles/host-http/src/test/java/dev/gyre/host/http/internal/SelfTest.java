package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.SelfOrigins;

/** Requests of a guest to its own application. */
class SelfTest extends ClientFixture {
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
        return new OutboundHttp("shop/cart", mine, clients);
    }

    private Answer get(OutboundHttp client, String url) {
        return client.send(event, () -> new OutboundHttp.GuestRequest("GET", url, List.of(Map.entry("host", "evil.example")), new byte[0]));
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
        OutboundFailure e = org.junit.jupiter.api.Assertions.assertThrows(OutboundFailure.class, () -> get(own(server), "/out").close());
        assertEquals(OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, e.kind());
    }

    @Test
    void whatTheRulesForbidIsDenied() {
        assertTrue(fails(OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, "/cart").getMessage().contains("not supported here"));
    }
}
