package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.GyreException;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.http.listener.Listeners;

/** Applications on one listener, and versions of one application that follow each other on it. */
@Timeout(300)
class SharedListenerTest {
    private final HttpTrigger trigger = new HttpTrigger(new Listeners());
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);

    /** Components answer with their ids, the slow one when it may. */
    @BeforeEach
    void anExecutor() {
        trigger.bindExecutor(context -> x -> {
            String id = context.component().component().id();
            if (id.equals("slow")) {
                inside.countDown();
                Await.latch(finish);
            }
            x.response().send(200, HttpFields.EMPTY, id.getBytes());
        }, Map.of(HttpExecutor.PROPERTY, "spin"));
    }

    private TestApp.Builder app(String component) {
        return new TestApp.Builder(trigger).named("app of " + component).binding(component, Tables.table("component.trigger", "route", "/..."));
    }

    private ConfiguredTrigger configured(TestApp.Builder app) {
        return trigger.configure(app.context());
    }

    private static String get(int port, String host, String path) throws IOException {
        return RawClient.exchange(port, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private static void assertAnswer(String expected, String response) {
        assertTrue(response.startsWith("HTTP/1.1 200 ") && response.endsWith(expected), response);
    }

    @Test
    void hostsAndBasesTellApplicationsApart() throws Exception {
        try (TestApp root = app("root").startBare()) {
            String listen = "127.0.0.1:" + root.port();
            try (TestApp shop = app("shop").option("listen", listen).option("base", "/shop").startBare();
                    TestApp deep = app("deep").option("listen", listen).option("base", "/shop/deep/").startBare();
                    TestApp named = app("named").option("listen", listen).option("host", "Named.Example").startBare()) {
                assertEquals("Serving http://named.example:" + root.port(), named.announcement().getFirst());
                assertEquals("/shop/deep", deep.running().sources().getFirst().base());
                assertAnswer("root", get(root.port(), "a", "/"));
                assertAnswer("root", get(root.port(), "a", "/shopping"));
                assertAnswer("shop", get(root.port(), "a", "/shop"));
                assertAnswer("shop", get(root.port(), "a", "/shop/deeper"));
                assertAnswer("deep", get(root.port(), "a", "/shop/deep/x"));
                assertAnswer("named", get(root.port(), "named.example:80", "/shop"));
                assertAnswer("named", get(root.port(), "NAMED.example.", "/"));
                assertAnswer("root", get(root.port(), "named.example.org", "/"));
            }
            assertAnswer("root", get(root.port(), "a", "/shop"));
        }
    }

    @Test
    void whatNobodyTakesIsNotFoundAndTheLastToGoClosesTheDoor() throws Exception {
        TestApp one = app("one").option("host", "one.example").startBare();
        TestApp two = app("two").option("listen", "127.0.0.1:" + one.port()).option("base", "/two").startBare();
        int port = one.port();
        assertTrue(get(port, "other", "/one").startsWith("HTTP/1.1 404 "));
        one.close();
        assertTrue(get(port, "one.example", "/").startsWith("HTTP/1.1 404 "));
        assertAnswer("two", get(port, "one.example", "/two"));
        two.close();
        assertThrows(ConnectException.class, () -> get(port, "a", "/two"));
    }

    @Test
    void aCollisionNamesBothAndChangesNothing() throws Exception {
        try (TestApp one = app("one").startBare()) {
            TestApp.Builder same = app("two").option("listen", "127.0.0.1:" + one.port());
            String message = assertThrows(GyreException.class, same::startBare).getMessage();
            assertEquals("applications \"app of two\" and \"app of one\" cannot both have base / on 127.0.0.1:" + one.port()
                    + ": give one of them another \"base\", \"host\" or \"listen\"", message);
            assertAnswer("one", get(one.port(), "a", "/"));
            assertTrue(assertThrows(GyreException.class, () -> configured(app("x").option("base", "no/slash"))).getMessage().contains("base"));
        }
    }

    @Test
    void theNextVersionTakesOverWithoutARequestThatFails() throws Exception {
        TestApp first = app("v0").startBare();
        int port = first.port();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        Thread load = Thread.ofVirtual().start(() -> {
            try (RawClient client = new RawClient(port)) {
                while (!done.get()) {
                    String answer = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\nv");
                    client.socket().getInputStream().read();
                    answers.incrementAndGet();
                    if (!answer.startsWith("HTTP/1.1 200 ")) {
                        failures.incrementAndGet();
                    }
                }
            } catch (IOException e) {
                failures.incrementAndGet();
            }
        });
        RunningTrigger running = first.running();
        for (int version = 1; version <= 9; version++) {
            int before = answers.get();
            RunningTrigger next = configured(app("v" + version)).startInPlaceOf(running);
            running.close();
            running = next;
            assertAnswer("v" + version, get(port, "a", "/"));
            assertTrue(Await.that(() -> answers.get() > before || !load.isAlive()));
        }
        done.set(true);
        load.join();
        assertEquals(0, failures.get());
        running.close();
        assertThrows(ConnectException.class, () -> get(port, "a", "/"));
    }

    @Test
    void requestsThatHaveBegunStayWithTheVersionBefore() throws Exception {
        TestApp first = app("slow").startBare();
        try (RawClient client = new RawClient(first)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            inside.await();
            RunningTrigger next = configured(app("next").option("listen", "127.0.0.1:" + first.port())).startInPlaceOf(first.running());
            int port = first.port();
            Thread closing = Thread.ofVirtual().start(first::close);
            assertAnswer("next", get(port, "a", "/"));
            assertFalse(closing.join(Duration.ofMillis(100)));
            finish.countDown();
            assertAnswer("slow", client.readAll());
            closing.join();
            next.close();
        }
    }

    @Test
    void aVersionThatMovesListensThereBeforeTheOldOneGoes() throws Exception {
        TestApp first = app("old").option("base", "/old").startBare();
        RunningTrigger next = configured(app("new").option("listen", "localhost:0")).startInPlaceOf(first.running());
        assertAnswer("old", get(first.port(), "a", "/old"));
        first.close();
        int port = URI.create(next.sources().getFirst().address()).getPort();
        assertAnswer("new", get(port, "a", "/"));
        next.close();
    }
}
