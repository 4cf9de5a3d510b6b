package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.http.listener.Listeners;

@Timeout(300)
class LimitsTest {
    private static final HttpHandler COUNTING = x -> {
        long length = x.request().body().transferTo(OutputStream.nullOutputStream());
        x.response().send(200, HttpFields.EMPTY, ("" + length).getBytes());
    };

    private static final HttpHandler KEEPING = x -> {
        int length = x.request().body().readAllBytes().length;
        x.response().send(200, HttpFields.EMPTY, ("" + length).getBytes());
    };

    private static TestApp app(HttpHandler guest, Object... settings) {
        return new TestApp.Builder().settings(settings).component("guest", "/...", guest).start();
    }

    private static String post(String fields, String body) {
        return "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n" + body;
    }

    @Test
    void aBodyAnnouncedAboveTheLimitIsRefusedBeforeTheGuestRuns() throws IOException {
        AtomicBoolean ran = new AtomicBoolean();
        try (TestApp app = app(x -> ran.set(true), "max-body", 10L)) {
            assertTrue(RawClient.exchange(app, post("Content-Length: 1000000000\r\n", "")).startsWith("HTTP/1.1 413 "));
            assertFalse(ran.get());
        }
    }

    @Test
    void aBodyThatGrowsAboveTheLimitIsCutOff() throws IOException {
        try (TestApp app = app(COUNTING, "max-body", 10L)) {
            assertTrue(RawClient.exchange(app, post("Transfer-Encoding: chunked\r\n", "a\r\n0123456789\r\n0\r\n\r\n")).endsWith("\r\n\r\n10"));
            assertTrue(RawClient.exchange(app, post("Transfer-Encoding: chunked\r\n", "b\r\n0123456789a\r\n0\r\n\r\n")).startsWith("HTTP/1.1 413 "));
        }
    }

    @Test
    void aResponseThatNeverEndsIsCutOff() throws IOException {
        byte[] chunk = new byte[32 << 10];
        HttpHandler endless = x -> {
            try (OutputStream body = x.response().begin(200, HttpFields.EMPTY)) {
                while (true) {
                    body.write(chunk);
                }
            }
        };
        try (TestApp app = app(endless, "max-response", "1 MiB")) {
            String answer = RawClient.exchange(app, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 "));
            assertFalse(answer.contains("\r\n0\r\n\r\n") || answer.endsWith("<still open>"), "a cut response must not look whole");
            assertTrue(answer.length() < 2 << 20, "received " + answer.length());
        }
    }

    @Test
    void bodiesOfAllRequestsTogetherAreBounded() throws Exception {
        HeapBudget budget = new HeapBudget(100);
        try (TestApp app = new TestApp.Builder(new HttpTrigger(new Listeners(), budget)).component("guest", "/...", KEEPING).start(); RawClient slow = new RawClient(app)) {
            slow.send(post("Content-Length: 81\r\n", "x".repeat(80)));
            assertTrue(Await.that(() -> budget.used() == 80));
            assertTrue(RawClient.exchange(app, post("Content-Length: 20\r\n", "x".repeat(20))).endsWith("\r\n\r\n20"));
            String refused = RawClient.exchange(app, post("Content-Length: 21\r\n", "x".repeat(21)));
            assertTrue(refused.startsWith("HTTP/1.1 503 ") && refused.contains("Retry-After: 1"), refused);
            assertTrue(slow.send("x").readAll().endsWith("\r\n\r\n81"));
            assertTrue(Await.that(() -> budget.used() == 0));
        }
    }

    @Test
    void bodiesThatPassThroughAreNotCountedTogether() throws Exception {
        HeapBudget budget = new HeapBudget(100);
        try (TestApp app = new TestApp.Builder(new HttpTrigger(new Listeners(), budget)).component("guest", "/...", COUNTING).start()) {
            assertTrue(RawClient.exchange(app, post("Content-Length: 1000\r\n", "x".repeat(1000))).endsWith("\r\n\r\n1000"));
            assertEquals(0, budget.used());
        }
    }

    @Test
    void headsAboveTheLimitAreRefused() throws IOException {
        try (TestApp app = app(COUNTING, "max-head", 2048L, "max-headers", 20L)) {
            assertTrue(RawClient.exchange(app, post("X: " + "x".repeat(3000) + "\r\n", "")).startsWith("HTTP/1.1 431 "));
            assertTrue(RawClient.exchange(app, "GET /" + "x".repeat(3000) + " HTTP/1.1\r\nHost: a\r\n\r\n").startsWith("HTTP/1.1 414 "));
            assertTrue(RawClient.exchange(app, post("x: 1\r\n".repeat(19), "")).startsWith("HTTP/1.1 431 "));
            assertTrue(RawClient.exchange(app, post("x: 1\r\n".repeat(18), "")).startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void aClientThatStopsSendingItsBodyTimesOut() throws IOException {
        try (TestApp app = app(COUNTING, "idle-timeout", "300ms"); RawClient client = new RawClient(app)) {
            assertTrue(client.send(post("Content-Length: 10\r\n", "12345")).readAll().startsWith("HTTP/1.1 408 "));
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsBodyIsNotAnswered() throws Exception {
        AtomicReference<Exception> seen = new AtomicReference<>();
        try (TestApp app = app(x -> {
            try {
                x.request().body().readAllBytes();
            } catch (IOException e) {
                seen.set(e);
                throw e;
            }
        }); RawClient client = new RawClient(app)) {
            client.send(post("Content-Length: 10\r\n", "12345")).socket().shutdownOutput();
            String answer = client.readAll();
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(seen.get() instanceof IOException || answer.startsWith("HTTP/1.1 400 "));
        }
    }

    @Test
    void aBodyThatNeverEndsRunsOutOfTime() throws Exception {
        try (TestApp app = app(COUNTING, "body-timeout", "500ms", "idle-timeout", "50s"); RawClient client = new RawClient(app)) {
            client.send(post("Content-Length: 1000\r\n", ""));
            long start = System.nanoTime();
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        client.send("x");
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    // The server has hung up.
                }
            });
            assertTrue(client.readUntil("\r\n").startsWith("HTTP/1.1 408 "));
            assertTrue(System.nanoTime() - start < 40_000_000_000L);
        }
    }

    @Test
    void aSilentConnectionIsClosed() throws IOException {
        try (TestApp app = app(COUNTING, "idle-timeout", "300ms"); RawClient client = new RawClient(app)) {
            assertEquals("", client.send("GET / HT").readAll());
        }
    }

    @Test
    void aGuestMayThinkLongerThanTheIdleTimeout() throws IOException {
        try (TestApp app = app(x -> {
            try {
                Thread.sleep(1500);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            x.response().send(200, HttpFields.EMPTY, "done".getBytes());
        }, "idle-timeout", "600ms")) {
            assertTrue(RawClient.exchange(app, post("", "")).endsWith("\r\n\r\ndone"));
        }
    }

    @Test
    void aClientThatDoesNotReadItsAnswerIsCutOffAndTheGuestLearnsIt() throws Exception {
        AtomicReference<Exception> seen = new AtomicReference<>();
        try (TestApp app = app(x -> {
            OutputStream out = x.response().begin(200, HttpFields.EMPTY);
            try {
                for (int i = 0; i < 10_000; i++) {
                    out.write(new byte[100_000]);
                }
            } catch (IOException e) {
                seen.set(e);
                throw e;
            }
        }, "idle-timeout", "300ms"); RawClient client = new RawClient(app)) {
            client.send(post("", ""));
            assertTrue(Await.that(() -> seen.get() instanceof IOException), String.valueOf(seen.get()));
        }
    }

    @Test
    void aClientThatLeavesDuringItsAnswerEndsTheGuestsWrites() throws Exception {
        AtomicReference<Exception> seen = new AtomicReference<>();
        try (TestApp app = app(x -> {
            OutputStream out = x.response().begin(200, HttpFields.EMPTY);
            try {
                while (true) {
                    out.write(new byte[10_000]);
                    out.flush();
                }
            } catch (IOException e) {
                seen.set(e);
                throw e;
            }
        })) {
            try (RawClient client = new RawClient(app)) {
                client.send(post("", "")).readUntil("\r\n\r\n");
                client.socket().setSoLinger(true, 0);
            }
            assertTrue(Await.that(() -> seen.get() instanceof IOException), String.valueOf(seen.get()));
        }
        assertEquals(0, RecordingLogs.lines("Broken pipe").size());
    }

    @Test
    void connectionsAboveTheLimitWaitForAPlace() throws Exception {
        try (TestApp app = app(COUNTING, "max-connections", 2L); RawClient first = new RawClient(app); RawClient second = new RawClient(app)) {
            String get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
            first.send(get).readUntil("\r\n\r\n0");
            second.send(get).readUntil("\r\n\r\n0");
            try (RawClient third = new RawClient(app)) {
                third.send(get).socket().setSoTimeout(300);
                assertTrue(third.readAll().endsWith("<still open>"));
                first.close();
                third.socket().setSoTimeout(60_000);
                third.readUntil("\r\n\r\n0");
            }
        }
    }
}
