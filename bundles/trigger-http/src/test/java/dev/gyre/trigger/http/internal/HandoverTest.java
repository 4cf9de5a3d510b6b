package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.http.listener.Listeners;

/** The trigger is replaced while the door stays open: requests that run end where they began, and new ones wait for the successor. */
class HandoverTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final AtomicBoolean arrivals = new AtomicBoolean();
    private Listeners listeners = new Listeners(Duration.ofSeconds(60), arrivals::get);

    @AfterEach
    void close() {
        listeners.close();
    }

    private TestApp start(HttpHandler handler) {
        return new TestApp.Builder(new HttpTrigger(listeners)).component("guest", "/...", handler).start();
    }

    private static HttpHandler saying(String text) {
        return x -> x.response().send(200, HttpFields.EMPTY, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String all(RawClient client) {
        try {
            return client.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertNoAnswer(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 503 ") || answer.isEmpty() || answer.equals("<reset>"), answer);
    }

    private static CompletableFuture<String> request(TestApp app) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return RawClient.exchange(app, REQUEST);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void requestsThatComeInBetweenAreAnsweredByTheSuccessor() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        TestApp old = start(x -> {
            begun.countDown();
            Await.latch(go);
            saying("old").handle(x);
        });
        CompletableFuture<String> running = request(old);
        assertTrue(begun.await(60, TimeUnit.SECONDS));
        Thread leaving = Thread.startVirtualThread(() -> old.running().leave());
        // it has left once it takes no more requests, though one still runs
        CompletableFuture<String> waiting = request(old);
        assertThrows(TimeoutException.class, () -> waiting.get(300, TimeUnit.MILLISECONDS));
        go.countDown();
        assertTrue(running.get(60, TimeUnit.SECONDS).endsWith("old"));
        leaving.join();
        CompletableFuture<String> late = request(old);
        TestApp next = start(saying("next"));
        assertEquals(old.port(), next.port());
        String answer = waiting.get(60, TimeUnit.SECONDS);
        assertTrue(answer.endsWith("next") || answer.endsWith("old"), answer);
        assertTrue(late.get(60, TimeUnit.SECONDS).endsWith("next"));
        assertTrue(RawClient.exchange(next, REQUEST).endsWith("next"));
        next.close();
        assertThrows(ConnectException.class, () -> new RawClient(old).close());
    }

    /** What they wait for may be back only once the trigger has gone, when a refresh takes both. */
    @Test
    @Timeout(300)
    void requestsThatHaveNoInstanceYetAreBegunAnewByTheSuccessor() throws Exception {
        CountDownLatch waits = new CountDownLatch(2);
        TestApp old = startLeasing(() -> {
            waits.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnavailableException("nothing came");
        });
        CompletableFuture<String> get = request(old);
        try (RawClient client = new RawClient(old)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\n");
            assertTrue(waits.await(60, TimeUnit.SECONDS));
            old.running().leave(); // whose limit for requests that run is the default one, and no end to these
            client.send("body");
            TestApp next = start(x -> {
                String body = new String(x.request().body().readAllBytes(), StandardCharsets.UTF_8);
                saying(Thread.currentThread().isInterrupted() + " " + body).handle(x);
            });
            assertTrue(get.get(60, TimeUnit.SECONDS).endsWith("false "));
            assertTrue(client.readAll().endsWith("false body"));
            next.close();
        }
    }

    /** A guest that is at work, and a request whose body somebody has read, are the old one's. */
    @Test
    @Timeout(300)
    void requestsThatCannotBeBegunAnewWaitOnWhereTheyAre() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        TestApp old = startLeasing(() -> {
            waits.countDown();
            Await.latch(go);
            throw new UnavailableException("nothing came");
        });
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return RawClient.exchange(old, "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertTrue(waits.await(60, TimeUnit.SECONDS));
        Thread leaving = Thread.startVirtualThread(() -> old.running().leave());
        assertThrows(TimeoutException.class, () -> read.get(300, TimeUnit.MILLISECONDS));
        go.countDown();
        assertTrue(read.get(60, TimeUnit.SECONDS).startsWith("HTTP/1.1 503 "));
        leaving.join();
    }

    /** With an executor that reads the body of {@code /read} first. */
    private TestApp startLeasing(Supplier<InstanceLease> instances) {
        TestApp.Builder builder = new TestApp.Builder(new HttpTrigger(listeners)).component("guest", "/...", saying("old")).instances(instances);
        builder.trigger().bindExecutor(context -> x -> {
            if (x.request().path().equals("/read")) {
                x.request().body().readAllBytes();
            }
            context.execution().lease("guest", InstanceOptions.DEFAULT).close();
        }, Map.of(HttpExecutor.PROPERTY, "spin"));
        return builder.startBare();
    }

    @Test
    void anApplicationThatRunsTwiceGetsEachOfItsPlacesBack() throws Exception {
        TestApp other = start(saying("other"));
        TestApp a = at(other, "/a");
        TestApp b = at(other, "/b");
        a.running().leave();
        b.running().leave();
        try (TestApp nextB = at(other, "/b"); TestApp nextA = at(other, "/a")) {
            assertTrue(RawClient.exchange(nextA, REQUEST.replace("/ ", "/a ")).endsWith("/a"));
            assertTrue(RawClient.exchange(nextB, REQUEST.replace("/ ", "/b ")).endsWith("/b"));
            assertTrue(RawClient.exchange(other, REQUEST).endsWith("other"));
        }
    }

    private TestApp at(TestApp other, String base) {
        return new TestApp.Builder(new HttpTrigger(listeners)).component("guest", "/...", saying(base))
                .option("listen", "127.0.0.1:" + other.port()).option("base", base).start();
    }

    /** A request that nobody takes may be for one that is not back yet. */
    @Test
    void whileApplicationsAreOnTheirWayNobodyIsToldThatThereIsNothing() throws Exception {
        TestApp root = start(saying("root"));
        try (TestApp shop = at(root, "/shop")) {
            root.close();
            String asked = REQUEST.replace("/ ", "/other ");
            assertTrue(RawClient.exchange(shop, asked).startsWith("HTTP/1.1 404 "));
            arrivals.set(true);
            String unavailable = RawClient.exchange(shop, asked);
            assertTrue(unavailable.startsWith("HTTP/1.1 503 ") && unavailable.contains("Retry-After: 1\r\n"), unavailable);
            assertTrue(RawClient.exchange(shop, REQUEST.replace("/ ", "/shop ")).endsWith("/shop"));
        }
    }

    /** Who is there is asked before who is on the way. */
    @Test
    void whoArrivesBetweenTheTwoQuestionsIsNotTakenForNobody() throws Exception {
        AtomicReference<TestApp> there = new AtomicReference<>();
        AtomicReference<TestApp> late = new AtomicReference<>();
        listeners = new Listeners(Duration.ofSeconds(60), () -> {
            if (late.get() == null) {
                late.set(at(there.get(), "/late"));
            }
            return false;
        });
        TestApp root = start(saying("root"));
        try (TestApp shop = at(root, "/shop")) {
            root.close();
            there.set(shop);
            assertTrue(RawClient.exchange(shop, REQUEST.replace("/ ", "/late ")).endsWith("/late"));
            assertTrue(RawClient.exchange(shop, REQUEST.replace("/ ", "/other ")).startsWith("HTTP/1.1 404 "));
        }
    }

    @Test
    void aDoorNobodyComesToIsClosed() throws Exception {
        listeners = new Listeners(Duration.ofMillis(200), arrivals::get);
        TestApp app = start(saying("old"));
        try (RawClient idle = new RawClient(app)) {
            app.running().leave();
            assertNoAnswer(all(idle.send(REQUEST)));
        }
        assertTrue(Await.that(() -> refused(app)));
    }

    /** Closing waits for requests that run, and those behind a kept door wait for it to be closed: none of them waits for the drain limit. */
    @Test
    @Timeout(300)
    void requestsBehindADoorThatClosesAreNotWaitedFor() throws Exception {
        TestApp app = new TestApp.Builder(new HttpTrigger(listeners)).component("guest", "/...", saying("old")).settings("drain", "5m").start();
        try (RawClient connected = new RawClient(app)) {
            connected.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("old");
            app.running().leave();
            connected.send(REQUEST);
            CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> all(connected));
            assertThrows(TimeoutException.class, () -> waiting.get(300, TimeUnit.MILLISECONDS));
            listeners.close();
            assertNoAnswer(waiting.get(60, TimeUnit.SECONDS));
        }
    }

    private static boolean refused(TestApp app) {
        try {
            new RawClient(app).close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void anApplicationThatIsClosedGivesItsDoorAway() {
        TestApp app = start(saying("old"));
        app.close();
        assertThrows(ConnectException.class, () -> new RawClient(app).close());
    }
}
