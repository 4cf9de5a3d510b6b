package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.http.HttpFields;

/** Requests that two servers in a row would cut differently: each is refused, and nothing behind it is ever a request. */
class MessageFramingTest {
    private final List<String> reached = new CopyOnWriteArrayList<>();
    private final TestApp app = new TestApp.Builder().settings("idle-timeout", "1s").component("guest", "/...", x -> {
        reached.add(x.request().path());
        byte[] body = x.request().body().readAllBytes();
        x.response().send(200, HttpFields.EMPTY, ("[" + new String(body) + "]").getBytes());
    }).start();

    @AfterEach
    void stop() {
        app.close();
    }

    private static String post(String fields, String body) {
        return "POST /first HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Content-Length: +5\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: 5x\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: \r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "X-A: 1\r\n folded\r\nContent-Length: 5\r\n",
        " X-A: 1\r\nContent-Length: 5\r\n",
        "X A: 1\r\nContent-Length: 5\r\n",
        "X\u0000A: 1\r\nContent-Length: 5\r\n",
        "X-A: a\u0000b\r\nContent-Length: 5\r\n",
        "X-A: a\rb\r\nContent-Length: 5\r\n",
        ": 1\r\nContent-Length: 5\r\n",
        "NoColon\r\nContent-Length: 5\r\n",
        "X-A: 1\nContent-Length: 5\r\n",
        "Host: other\r\nContent-Length: 5\r\n",
    })
    void ambiguousHeadsAreRefusedAndTheConnectionEnds(String fields) throws IOException {
        String answer = RawClient.exchange(app, post(fields, "12345GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        assertTrue(answer.startsWith("HTTP/1.1 400 ") || answer.startsWith("HTTP/1.1 413 "), answer);
        assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
        assertEquals(List.of(), reached);
        assertFalse(answer.contains("Jetty") || answer.contains("<html") || answer.contains("Server:"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: keep-alive\r\n"})
    void chunksOfHttp10AreRefusedAndTheConnectionEnds(String fields) throws IOException {
        String answer = RawClient.exchange(app, "POST /guest HTTP/1.0\r\nHost: localhost\r\n" + fields
                + "Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
        assertEquals(List.of(), reached);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "5 \r\n12345\r\n0\r\n\r\n",
        "+5\r\n12345\r\n0\r\n\r\n",
        "0x5\r\n12345\r\n0\r\n\r\n",
        "5\n12345\r\n0\r\n\r\n",
        "5\r\n12345X\r\n0\r\n\r\n",
        "5;a=b\nc\r\n12345\r\n0\r\n\r\n",
        "fffffffffffffffff\r\n12345\r\n0\r\n\r\n",
        "ffffffff\r\n12345",
        "\r\n12345\r\n0\r\n\r\n",
    })
    void brokenChunksEndTheRequest(String chunks) throws IOException {
        String answer = RawClient.exchange(app, post("Transfer-Encoding: chunked\r\n", chunks + "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        assertFalse(answer.contains(" 200 "), answer);
        assertFalse(reached.contains("/smuggled"), reached.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5\r\n12345\r\n0\r\n\r\n", "5;ext=1;b=\"x\"\r\n12345\r\n0\r\n\r\n", "2\r\n12\r\n3\r\n345\r\n0\r\nTrailer: x\r\n\r\n", "00005\r\n12345\r\n000\r\n\r\n"})
    void goodChunksAreABody(String chunks) throws IOException {
        String answer = RawClient.exchange(app, post("Transfer-Encoding: chunked\r\n", chunks + "GET /second HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        assertTrue(answer.contains("[12345]"), answer);
        assertTrue(answer.endsWith("[]"), answer);
        assertEquals(List.of("/first", "/second"), reached);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: user@a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET http://user@a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n",
        "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%2e%2e/b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%c0%ae%c0%ae/b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /..;/b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET / HTTP/3.7\r\nHost: a\r\n\r\n",
        "GET /\r\n\r\n",
        "G\u0001T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
    })
    void badRequestLinesAndHostsAreRefused(String request) throws IOException {
        try (RawClient client = new RawClient(app)) {
            client.send(request).socket().shutdownOutput();
            String answer = client.readAll();
            assertTrue(answer.startsWith("HTTP/1.1 400 ") || answer.startsWith("HTTP/1.1 505 "), answer);
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
        assertEquals(List.of(), reached);
    }

    @Test
    void pathsReachTheGuestExactlyAsSent() throws IOException {
        for (String path : List.of("/a%2Fb", "//a//", "/a;v=1/b", "/%41%c3%a4", "/%252e", "/a|b", "/A/a.b/", "/a...b")) {
            String answer = RawClient.exchange(app, "GET " + path + "?q=%00/../x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), path + ": " + answer);
            assertEquals(path, reached.getLast());
        }
    }
}
