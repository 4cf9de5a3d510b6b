package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpRequest;

/** What guests see of a request. */
class RequestTest {
    private static HttpExchange seen(TestApp.Builder app, String raw) throws IOException {
        AtomicReference<HttpExchange> seen = new AtomicReference<>();
        try (TestApp running = app.component("guest", "/api/...", x -> {
            seen.set(x);
            x.response().send(200, HttpFields.EMPTY, new byte[0]);
        }).start()) {
            String answer = RawClient.exchange(running, raw.replace("\n", "\r\n"));
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
        return seen.get();
    }

    private static HttpRequest request(String raw) throws IOException {
        return seen(new TestApp.Builder(), raw).request();
    }

    @Test
    void allThatWasSaidIsPassedOn() throws IOException {
        HttpExchange x = seen(new TestApp.Builder().base("/base"), "POST /base/api/a%20b?x=1&y HTTP/1.1\nHost: example.org:81\nContent-Length: 2\nConnection: close\n\nhi");
        HttpRequest request = x.request();
        assertEquals("POST", request.method());
        assertEquals("http://example.org:81/base/api/a%20b?x=1&y", request.url());
        assertEquals("/base/api/a%20b", request.path());
        assertEquals("HTTP/1.1", request.protocol());
        assertEquals(OptionalLong.of(2), request.length());
        assertTrue(request.client().getAddress().isLoopbackAddress() && request.client().getPort() > 0);
        assertEquals("/a%20b", x.route().pathInfo());
        assertEquals("/base", x.route().basePath());
        assertEquals("/base/api/...", x.route().matchedRoute());
    }

    @Test
    void fieldsKeepOrderAndRepetitionUnderLowerCaseNames() throws IOException {
        HttpRequest request = request("GET /api HTTP/1.1\nHost: a\nX-B: 1\nx-a: 2\nX-b: 3\nAccept: */*\nConnection: close\n\n");
        assertEquals(List.of(Map.entry("host", "a"), Map.entry("x-b", "1"), Map.entry("x-a", "2"), Map.entry("x-b", "3"), Map.entry("accept", "*/*")),
                request.headers().entries());
    }

    @Test
    void hopByHopFieldsAndForgedOnesAreWithheld() throws IOException {
        HttpRequest request = request("""
                GET /api HTTP/1.1
                Host: a
                Connection: close, X-Hop
                Connection: host, content-type
                Content-Type: text/plain
                X-Hop: 1
                Keep-Alive: 1
                TE: trailers
                Trailer: x
                Proxy-Authorization: secret
                Proxy-Connection: x
                spin-full-url: http://evil/
                SPIN-CLIENT-ADDR: 1.2.3.4
                Spin-Path-Match-Id: 5
                Gyre-Cause: 6
                spinning: ok

                """);
        assertEquals(List.of("host", "content-type", "spinning"), request.headers().entries().stream().map(Map.Entry::getKey).toList());
    }

    @Test
    void fieldValuesAreUtf8OrElseLatin1() throws IOException {
        HttpRequest request = request("GET /api HTTP/1.1\nHost: a\nX-Utf: \u00c3\u00a4\nX-Latin: \u00e4\nX-Empty:\nConnection: close\n\n");
        assertEquals("\u00e4", request.headers().first("x-utf").orElseThrow());
        assertEquals("\u00e4", request.headers().first("x-latin").orElseThrow());
        assertEquals("", request.headers().first("x-empty").orElseThrow());
    }

    @Test
    void clientsThatNameNoHostSpeakToTheListener() throws IOException {
        HttpRequest request = request("GET /api HTTP/1.0\n\n");
        assertTrue(request.authority().matches("127\\.0\\.0\\.1:[0-9]+"), request.authority());
        assertEquals("HTTP/1.0", request.protocol());
        assertEquals(request.authority(), request.headers().first("host").orElseThrow());
    }

    @Test
    void absoluteRequestTargetsNameTheHost() throws IOException {
        assertEquals("http://a:8/api?q", request("GET http://a:8/api?q HTTP/1.1\nHost: a:8\nConnection: close\n\n").url());
    }

    @Test
    void anyMethodReachesTheExecutor() throws IOException {
        for (String method : List.of("PROPFIND", "TRACE", "OPTIONS", "get")) {
            assertEquals(method, request(method + " /api HTTP/1.1\nHost: a\nConnection: close\n\n").method());
        }
    }

    @Test
    void aWaitingClientIsToldToContinueWhenTheGuestReads() throws IOException {
        try (TestApp app = TestApp.serving(x -> x.response().send(200, HttpFields.EMPTY, x.request().body().readAllBytes())); RawClient client = new RawClient(app)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.readUntil("\r\n\r\n"));
            assertTrue(client.send("hi").readAll().endsWith("\r\n\r\nhi"));
        }
    }

    @Test
    void requestsOfOneConnectionRunOnThreadsOfTheirOwn() throws IOException {
        ThreadLocal<String> left = new ThreadLocal<>();
        try (TestApp app = TestApp.serving(x -> {
            String before = left.get() + " " + Thread.currentThread().isVirtual() + " " + Thread.currentThread().isInterrupted();
            left.set("left behind");
            Thread.currentThread().interrupt();
            x.response().send(200, HttpFields.of(List.of(Map.entry("x-before", before))), new byte[0]);
        })) {
            String answer = RawClient.exchange(app, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertEquals(4, answer.split("x-before: null true false", -1).length, answer);
            assertFalse(answer.contains("left behind"), answer);
        }
    }
}
