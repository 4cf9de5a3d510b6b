package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.http.HttpFields;

/** Bodies that are sent and that nobody reads. */
@Timeout(300)
class LeftoversTest {
    private static final int LENGTH = 5_000_000;
    private static final String BODY = "Content-Length: " + LENGTH + "\r\n\r\n" + "x".repeat(LENGTH);
    private static final String NEXT = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private static long answers(String response, int status) {
        return response.split("HTTP/1.1 " + status + " ", -1).length - 1;
    }

    @Test
    void aBodyTheGuestIgnoresDoesNotEndTheConnection() throws IOException {
        try (TestApp app = new TestApp.Builder().component("guest", "/...", x -> x.response().send(200, HttpFields.EMPTY, new byte[0])).start();
                RawClient client = new RawClient(app)) {
            assertEquals(2, answers(client.send("POST / HTTP/1.1\r\nHost: a\r\n" + BODY + NEXT).readAll(), 200));
        }
    }

    @Test
    void aRefusalIsReadAlsoByWhoSendsAllFirst() throws IOException {
        try (TestApp app = new TestApp.Builder().component("guest", "/...", x -> {
            throw new HttpFailure(405, "", "no");
        }).start(); RawClient client = new RawClient(app)) {
            assertEquals(2, answers(client.send("POST / HTTP/1.1\r\nHost: a\r\n" + BODY + NEXT).readAll(), 405));
        }
    }

    @Test
    void aClientThatSendsNothingIsNotWaitedForLong() throws IOException {
        try (TestApp app = new TestApp.Builder().component("guest", "/...", x -> x.response().send(200, HttpFields.EMPTY, new byte[0])).start();
                RawClient client = new RawClient(app)) {
            long begin = System.nanoTime();
            assertEquals(1, answers(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n").readAll(), 200));
            assertTrue(System.nanoTime() - begin < 25_000_000_000L);
        }
    }
}
