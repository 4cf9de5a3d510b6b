package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.GyreException;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;

@Timeout(300)
class ClosingTest {
    private static final long DRAIN_MILLIS = 3000;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static HttpHandler waitingFor(CountDownLatch finish, CountDownLatch inside, AtomicBoolean interrupted) {
        return x -> {
            inside.countDown();
            try {
                finish.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            x.response().send(200, HttpFields.EMPTY, "finished".getBytes());
        };
    }

    private static boolean refuses(TestApp app) {
        try (RawClient late = new RawClient(app)) {
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aClosedApplicationFinishesItsRequestsAndTakesNoMore() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        TestApp app = new TestApp.Builder().settings("drain", "5m").component("guest", "/...", waitingFor(finish, inside, interrupted)).start();
        try (RawClient running = new RawClient(app)) {
            running.send(GET);
            inside.await();
            Thread closing = Thread.ofVirtual().start(app::close);
            assertTrue(Await.that(() -> refuses(app)));
            assertFalse(closing.join(Duration.ofMillis(100)));
            finish.countDown();
            String answer = running.readAll();
            assertTrue(answer.contains("Connection: close") && answer.endsWith("finished"), answer);
            assertTrue(closing.join(Duration.ofSeconds(60)));
            assertFalse(interrupted.get());
            app.close();
        }
    }

    @Test
    void aRequestOnAnOpenConnectionIsTurnedAwayWhileOthersFinish() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        TestApp app = new TestApp.Builder().settings("drain", "5m").component("slow", "/", waitingFor(finish, inside, new AtomicBoolean()))
                .component("fast", "/fast", x -> x.response().send(200, HttpFields.EMPTY, "fast".getBytes())).start();
        try (RawClient running = new RawClient(app); RawClient open = new RawClient(app)) {
            open.send("GET /fast HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("fast");
            running.send(GET);
            inside.await();
            Thread closing = Thread.ofVirtual().start(app::close);
            assertTrue(Await.that(() -> refuses(app)));
            String answer = open.send("GET /fast HTTP/1.1\r\nHost: a\r\n\r\n").readAll();
            assertTrue(answer.isEmpty() || answer.equals("<reset>") || answer.startsWith("HTTP/1.1 503 ") && answer.contains("Connection: close"), answer);
            finish.countDown();
            assertTrue(closing.join(Duration.ofSeconds(60)));
            assertTrue(running.readAll().endsWith("finished"));
        }
    }

    @Test
    void idleConnectionsDoNotKeepAnApplicationOpen() throws Exception {
        TestApp app = new TestApp.Builder().settings("drain", "5m")
                .component("guest", "/...", x -> x.response().send(200, HttpFields.EMPTY, "done".getBytes())).start();
        try (RawClient idle = new RawClient(app)) {
            idle.send(GET).readUntil("done");
            long start = System.nanoTime();
            app.close();
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60));
            assertEquals("", idle.readAll());
        }
    }

    /** Jetty itself gives up on whoever is silent for a second once it stops. */
    @Test
    void aRequestMayBeSilentWhileItDrains() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        TestApp app = new TestApp.Builder().settings("drain", "5m").component("guest", "/...", x -> {
            inside.countDown();
            byte[] body = x.request().body().readAllBytes();
            x.response().send(200, HttpFields.EMPTY, body);
        }).start();
        try (RawClient client = new RawClient(app)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nho");
            inside.await();
            Thread closing = Thread.ofVirtual().start(app::close);
            assertTrue(Await.that(() -> refuses(app)));
            assertFalse(closing.join(Duration.ofMillis(1500)));
            client.send("me");
            assertTrue(client.readAll().endsWith("home"));
            assertTrue(closing.join(Duration.ofSeconds(60)));
        }
    }

    @Test
    void requestsThatOutliveTheDrainLimitAreInterrupted() throws Exception {
        long millis = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5 && millis >= 2 * DRAIN_MILLIS; attempt++) { // a machine that stands still makes one slow, hardly five
            millis = Math.min(millis, closeWhileARequestRunsOn());
        }
        assertTrue(millis >= DRAIN_MILLIS - 100 && millis < 2 * DRAIN_MILLIS, millis + " ms: the limit passes once");
    }

    private static long closeWhileARequestRunsOn() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch never = new CountDownLatch(1);
        TestApp app = new TestApp.Builder().settings("drain", DRAIN_MILLIS + "ms").component("guest", "/...", waitingFor(never, inside, interrupted)).start();
        try (RawClient client = new RawClient(app)) {
            client.send(GET);
            inside.await();
            long start = System.nanoTime();
            app.close();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertTrue(Await.that(interrupted::get));
            return millis;
        }
    }

    @Test
    void anAddressInUseIsNamedWithTheWayOut() throws IOException {
        try (TestApp app = TestApp.serving(x -> { })) {
            TestApp.Builder second = new TestApp.Builder().option("listen", "127.0.0.1:" + app.port()).component("a", "/", x -> { });
            String message = assertThrows(GyreException.class, second::start).getMessage();
            assertEquals("cannot listen on 127.0.0.1:" + app.port() + ": address already in use; choose another address, such as 127.0.0.1:0 for any free port,"
                    + " with \"listen\" of [http] in the application's file or with --listen ('gyre up --find-free-port' looks for one)", message);
        }
    }

    @Test
    void anAddressThatIsNotOursOrNoHostIsNamed() {
        TestApp.Builder foreign = new TestApp.Builder().option("listen", "192.0.2.1:0").component("a", "/", x -> { });
        assertTrue(assertThrows(GyreException.class, foreign::start).getMessage().startsWith("cannot listen on 192.0.2.1:0: "));
        TestApp.Builder unknown = new TestApp.Builder().option("listen", "no-such-host.invalid:80").component("a", "/", x -> { });
        assertTrue(assertThrows(GyreException.class, unknown::start).getMessage().startsWith("cannot listen on no-such-host.invalid:80: the host is unknown"));
    }

    @Test
    void aTriggerThatGoesClosesItsApplications() {
        TestApp app = TestApp.serving(x -> { });
        app.trigger().stop();
        assertThrows(ConnectException.class, () -> new RawClient(app).close());
        app.close();
    }

    @Test
    void severalApplicationsHaveListenersOfTheirOwn() throws IOException {
        TestApp.Builder one = new TestApp.Builder().component("a", "/...", x -> x.response().send(200, HttpFields.EMPTY, "one".getBytes()));
        try (TestApp first = one.start(); TestApp second = one.startBare()) {
            assertTrue(first.port() != second.port());
            first.close();
            assertTrue(RawClient.exchange(second, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").endsWith("one"));
        }
    }
}
