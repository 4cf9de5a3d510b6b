package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.test.FreePort;

/** What goes over the wire for a guest's request, and where to. */
class RequestsTest extends ClientFixture {
    @Test
    void aRequestCarriesNothingOfTheHost() throws Exception {
        RawServer server = say("api.example", RawServer.ok("hi"));
        assertEquals("hi", text(get("http://api.example:8080/a?b=c#d")));
        assertEquals("GET /a?b=c HTTP/1.1", server.last().line());
        assertEquals("api.example:8080", server.last().header("host"));
        assertEquals("*/*", server.last().header("accept"));
        assertEquals(3, server.last().head().strip().lines().count(), server.last().head());
    }

    @Test
    void aGuestsHeadersGoOutAsTheyAre() throws Exception {
        RawServer server = say("h", RawServer.ok(""));
        send("POST", "http://h/", List.of(Map.entry("X-A", "1"), Map.entry("X-A", "2"), Map.entry("accept", "text/plain"), Map.entry("cookie", "a=b")), "body").close();
        String head = server.last().head();
        assertTrue(head.contains("X-A: 1\r\nX-A: 2\r\n") || head.contains("X-A: 1, 2\r\n"), head);
        assertEquals("text/plain", server.last().header("accept"));
        assertEquals("a=b", server.last().header("cookie"));
        assertEquals("4", server.last().header("content-length"));
        assertEquals("body", server.last().body());
        assertFalse(head.toLowerCase().contains("content-type"), head);
    }

    @Test
    void connectionAndFramingHeadersAreNotTheGuestsToSay() throws Exception {
        RawServer server = say("h", RawServer.ok(""));
        List<Entry<String, String>> headers = List.of(Map.entry("Host", "internal.example"), Map.entry("Content-Length", "4000"),
                Map.entry("transfer-encoding", "chunked"), Map.entry("Connection", "X-Hop, upgrade"), Map.entry("x-hop", "1"), Map.entry("Upgrade", "websocket"),
                Map.entry("expect", "100-continue"), Map.entry("TE", "trailers"), Map.entry("x-end", "2"));
        send("POST", "http://h/", headers, "body").close();
        assertEquals("h", server.last().header("host"));
        assertEquals("4", server.last().header("content-length"));
        assertEquals("2", server.last().header("x-end"));
        for (String name : List.of("transfer-encoding", "connection", "x-hop", "upgrade", "expect", "te")) {
            assertEquals("", server.last().header(name), name);
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, 0", "PUT, 0", "GET, ''", "HEAD, ''", "DELETE, ''", "OPTIONS, ''", "PROPFIND, ''"})
    void anEmptyBodyIsAnnouncedOnlyWhereOneIsExpected(String method, String length) throws Exception {
        RawServer server = say("h", "HTTP/1.1 204 No Content\r\n\r\n");
        try (Answer answer = send(method, "http://h/", List.of(), "")) {
            assertEquals(204, answer.status());
            assertEquals(0, answer.body().length());
        }
        assertEquals(method + " / HTTP/1.1", server.last().line());
        assertEquals(length, server.last().header("content-length"));
    }

    @ParameterizedTest
    @CsvSource({
        "/a%20b, /a%20b", "/a b, /a%20b", "//evil.example/x, //evil.example/x", "/http://evil.example/, /http://evil.example/", "/%zz%20%2, /%25zz%20%252", "/a|b, /a%7Cb", "/[x]?[y], /%5Bx%5D?[y]", "/?'x', /?'x'",
        "/?q={x}, /?q=%7Bx%7D", "/?a=b=c&d&&, /?a=b=c&d&&", "/ü, /%C3%BC", "/a;p=1, /a;p=1", "/a/../../b, /b", "/?%00, /?%00", "/*, /*", "/?+, /?+", "'', /",
    })
    void thePathArrivesAsTheUrlHasIt(String written, String sent) throws Exception {
        RawServer server = say("h", RawServer.ok(""));
        get("http://h" + written).close();
        assertEquals("GET " + sent + " HTTP/1.1", server.last().line());
    }

    @Test
    void aHostWithAnUnderscoreAndAnIpv6HostWork() throws Exception {
        RawServer server = say("my_service", RawServer.ok("u"));
        assertEquals("u", text(get("http://my_service/")));
        assertEquals("my_service", server.last().header("host"));
        names.put("::1", List.of(server.address()));
        assertEquals("u", text(get("http://[::1]:81/")));
        assertEquals("[::1]:81", server.last().header("host"));
    }

    @Test
    void credentialsInTheUrlBecomeAHeader() throws Exception {
        RawServer server = say("h", RawServer.ok(""));
        get("http://me:p%40ss+x@h/").close();
        assertEquals("Basic bWU6cEBzcyt4", server.last().header("authorization"));
        send("GET", "http://me:x@h/", List.of(Map.entry("Authorization", "Bearer t")), "").close();
        assertEquals("Bearer t", server.last().header("authorization"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\r\nb", "a:", "", "ä", "a\u0000", "a("})
    void aHeaderNameThatIsNoTokenIsRefused(String name) throws Exception {
        RawServer server = say("h", RawServer.ok(""));
        OutboundFailure e = assertThrows(OutboundFailure.class, () -> send("GET", "http://h/", List.of(Map.entry(name, "v")), ""));
        assertEquals(OutboundFailure.Kind.INVALID_HEADERS, e.kind());
        assertTrue(server.seen.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Injected: 1", "a\nb", "a\rb", "a\u0000b", "ü", "a\u007f"})
    void aHeaderValueThatSplitsTheRequestIsRefused(String value) throws Exception {
        RawServer server = say("h", RawServer.ok(""));
        assertEquals(OutboundFailure.Kind.INVALID_HEADERS,
                assertThrows(OutboundFailure.class, () -> send("GET", "http://h/", List.of(Map.entry("x", value)), "")).kind());
        assertTrue(server.seen.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /evil HTTP/1.1\r\nX:", "CONNECT", "connect", "", "G T"})
    void aMethodThatIsNoneIsRefused(String method) throws Exception {
        say("h", RawServer.ok(""));
        assertEquals(OutboundFailure.Kind.INVALID_METHOD, assertThrows(OutboundFailure.class, () -> send(method, "http://h/", List.of(), "")).kind());
    }

    @Test
    void aBodyOverTheLimitIsNotSent() throws Exception {
        RawServer server = say("h", RawServer.ok(""));
        assertThrows(OutboundFailure.class, () -> http.checkBody((1 << 16) + 1));
        assertThrows(OutboundFailure.class, () -> http.checkBody(-1));
        send("POST", "http://h/", List.of(), "x".repeat(1 << 16)).close();
        assertEquals(1 << 16, server.last().body().length());
    }

    @Test
    void headersOverTheLimitAreRefused() throws Exception {
        say("h", RawServer.ok(""));
        assertEquals(OutboundFailure.Kind.REQUEST, assertThrows(OutboundFailure.class,
                () -> send("GET", "http://h/", List.of(Map.entry("x", "y".repeat(200_000))), "")).kind());
    }

    @Test
    void onlyAnAddressTheRulesGaveIsConnectedTo() throws Exception {
        // The name means nothing to the operating system, so that an answer proves that nobody asked it.
        say("no-such-name.invalid", RawServer.ok("checked"));
        assertEquals("checked", text(get("http://no-such-name.invalid:1/")));
        // And a name that does mean something is not looked up either.
        say("localhost", RawServer.ok("elsewhere"));
        RawServer real = say("unused", RawServer.ok("real"));
        assertEquals("elsewhere", text(get("http://localhost:" + real.port() + "/")));
        assertTrue(real.seen.isEmpty());
    }

    @Test
    void aNameThatChangesItsAddressGetsNoKeptConnection() throws Exception {
        RawServer first = say("rebound.example", RawServer.ok("first"));
        assertEquals("first", text(get("http://rebound.example/")));
        RawServer second = say("rebound.example", RawServer.ok("second"));
        assertEquals("second", text(get("http://rebound.example/")));
        names.remove("rebound.example");
        fails(OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, "http://rebound.example/");
        assertEquals(1, first.seen.size());
        assertEquals(1, second.seen.size());
    }

    @Test
    void theNextAddressIsTriedWhenOneRefuses() throws Exception {
        RawServer server = say("h", RawServer.ok("second"));
        InetSocketAddress closed = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), FreePort.next());
        names.put("h", List.of(closed, server.address()));
        assertEquals("second", text(get("http://h/")));
        names.put("h", List.of(closed));
        fails(OutboundFailure.Kind.REQUEST, "http://h/");
    }

    @Test
    void anUnknownNameIsARequestError() {
        fails(OutboundFailure.Kind.REQUEST, "http://unknown.example/");
    }

    @Test
    void connectionsAreKeptForAComponentButNeverSharedWithAnother() throws Exception {
        RawServer server = say("h", RawServer.ok("x"));
        get("http://h/").close();
        get("http://h/").close();
        OutboundHttp other = new OutboundHttp(new Requester("shop/other"), rules, clients);
        other.send(event, () -> new OutboundHttp.GuestRequest("GET", "http://h/", List.of(), new byte[0])).close();
        assertEquals(List.of(1, 1, 2), server.seen.stream().map(RawServer.Seen::connection).toList());
    }

    @Test
    void theNumberOfKeptConnectionsIsBounded() throws Exception {
        RawServer server = say("h", RawServer.ok("x"));
        for (int i = 0; i < 300; i++) {
            OutboundHttp one = new OutboundHttp(new Requester("shop/" + i), rules, clients);
            one.send(event, () -> new OutboundHttp.GuestRequest("GET", "http://h/", List.of(), new byte[0])).close();
        }
        assertEquals("close", server.last().header("connection"));
        long open = backend.openConnections();
        assertTrue(open <= 260, open + " connections are open");
    }

    @Test
    void cookiesAreNotRemembered() throws Exception {
        RawServer server = say("h", "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");
        get("http://h/").close();
        get("http://h/").close();
        assertEquals("", server.last().header("cookie"));
    }
}
