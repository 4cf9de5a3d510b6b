package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.GyreException;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.executor.HttpExecutorContext;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.UnavailableException;

/** Executors come and go as Declarative Services binds and unbinds them. */
@Timeout(300)
class ExecutorsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private static Map<String, Object> type(Object type, int ranking) {
        return Map.of(HttpExecutor.PROPERTY, type, "service.ranking", ranking);
    }

    private static HttpExecutor saying(String text) {
        return context -> x -> x.response().send(200, HttpFields.EMPTY, text.getBytes());
    }

    private static TestApp.Builder wanting(String type) {
        return new TestApp.Builder().binding("guest", Tables.table("t", "route", "/...", "executor", Tables.table("t.executor", "type", type, "extra", 5L)));
    }

    private static String body(TestApp app) throws IOException {
        String answer = RawClient.exchange(app, GET);
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void theExecutorNamedByTheRouteGetsItsTable() throws IOException {
        TestApp.Builder app = wanting("acme");
        app.trigger().bindExecutor(saying("wrong"), type("spin", 0));
        app.trigger().bindExecutor(context -> {
            assertEquals(5L, context.config().integer("extra").orElseThrow());
            assertEquals("guest", context.component().component().id());
            return x -> x.response().send(200, HttpFields.EMPTY, "acme".getBytes());
        }, type(new String[] {"other", "acme"}, 0));
        try (TestApp running = app.startBare()) {
            assertEquals("acme", body(running));
        }
    }

    @Test
    void anExecutorThatRefusesAComponentFailsTheStart() throws IOException {
        TestApp.Builder app = wanting("acme");
        app.trigger().bindExecutor(context -> {
            throw new GyreException("component is of no use");
        }, type("acme", 0));
        assertEquals("component is of no use", assertThrows(GyreException.class, app::startBare).getMessage());
    }

    @Test
    void aMissingExecutorIsAnnouncedAndWaitedFor() throws Exception {
        TestApp.Builder app = wanting("acme");
        try (TestApp running = app.startBare(); RawClient waiting = new RawClient(running)) {
            assertTrue(running.announcement().toString().contains("waits for a bundle that provides executor \"acme\""), running.announcement().toString());
            RecordingLogs.await("component \"guest\" waits for a bundle that provides executor \"acme\"");
            waiting.send(GET);
            Thread.sleep(200);
            HttpExecutor acme = saying("here");
            app.trigger().bindExecutor(acme, type("acme", 0));
            assertTrue(waiting.readAll().endsWith("here"));
            assertFalse(running.announcement().toString().contains("waits"));
        }
    }

    /** What a refresh takes along with the application comes back only after that was closed. */
    @Test
    void anApplicationThatIsClosedDoesNotWaitForRequestsThatWaitForAnExecutor() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        HttpExecutor acme = context -> x -> {
            begun.countDown();
            Await.latch(go);
            throw new UnavailableException("too late"); // so that a successor is to begin it anew
        };
        TestApp.Builder builder = wanting("acme").settings("drain", "5m");
        builder.trigger().bindExecutor(acme, type("acme", 0));
        TestApp app = builder.startBare();
        try (RawClient waiting = new RawClient(app)) {
            waiting.send(GET);
            begun.await();
            Thread leaving = Thread.startVirtualThread(() -> builder.trigger().unbindExecutor(acme, type("acme", 0)));
            assertTrue(Await.that(() -> app.announcement().toString().contains("waits")));
            go.countDown();
            app.close();
            leaving.join();
            waiting.readAll();
        }
        RecordingLogs.await("the application was closed while component \"guest\" waited for executor \"acme\"");
    }

    @Test
    void anExecutorThatRefusesARunningComponentLeavesTheOthersAlone() throws Exception {
        TestApp.Builder app = wanting("acme");
        try (TestApp running = app.startBare()) {
            app.trigger().bindExecutor(context -> {
                throw new GyreException("late refusal");
            }, type("acme", 0));
            assertTrue(RawClient.exchange(running, GET).startsWith("HTTP/1.1 500 "));
            assertTrue(RecordingLogs.await("cannot serve component \"guest\"").endsWith("late refusal"));
        }
    }

    @Test
    void theHighestRankingServesAndTheNextBestFollowsIt() throws IOException {
        TestApp.Builder app = wanting("acme");
        HttpTrigger trigger = app.trigger();
        HttpExecutor low = saying("low");
        HttpExecutor high = saying("high");
        HttpExecutor middle = saying("middle");
        HttpExecutor middleToo = saying("middle too");
        trigger.bindExecutor(low, type("acme", 0));
        try (TestApp running = app.startBare()) {
            trigger.bindExecutor(high, type("acme", 10));
            assertEquals("high", body(running));
            trigger.bindExecutor(middle, type("acme", 5));
            assertEquals("high", body(running));
            trigger.bindExecutor(middleToo, type("acme", 5));
            trigger.unbindExecutor(high, type("acme", 10));
            assertEquals("middle too", body(running));
            trigger.unbindExecutor(low, type("acme", 0));
            trigger.unbindExecutor(middleToo, type("acme", 5));
            assertEquals("middle", body(running));
        }
    }

    @Test
    void leavingBlocksUntilTheLastRequestHasEnded() throws Exception {
        Waiting slow = new Waiting();
        TestApp.Builder app = wanting("acme");
        app.trigger().bindExecutor(slow, type("acme", 0));
        try (TestApp running = app.startBare(); RawClient client = new RawClient(running)) {
            client.send(GET);
            slow.inside.await();
            Thread unbinding = Thread.ofVirtual().start(() -> app.trigger().unbindExecutor(slow, type("acme", 0)));
            assertFalse(unbinding.join(Duration.ofMillis(300)));
            slow.finish.countDown();
            assertTrue(unbinding.join(Duration.ofSeconds(60)));
            assertTrue(client.readAll().endsWith("finished"));
        }
    }

    /** Requests are ready to wait for longer than that: their turn comes when what they wait for is back, which may come after the executor. */
    @Test
    void anExecutorIsNotHeldUpForAsLongAsRequestsWait() throws Exception {
        Waiting waiting = new Waiting();
        TestApp.Builder app = wanting("acme");
        app.trigger().bindExecutor(waiting, type("acme", 0));
        try (TestApp running = app.startBare(); RawClient client = new RawClient(running)) {
            client.send(GET);
            waiting.inside.await();
            app.trigger().unbindExecutor(waiting, type("acme", 0));
            waiting.finish.countDown();
            assertTrue(client.readAll().endsWith("finished"));
        }
    }

    /** An executor whose requests wait until they may finish. */
    private static final class Waiting implements HttpExecutor {
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch finish = new CountDownLatch(1);
        private final HttpHandler last;

        Waiting() {
            this(x -> x.response().send(200, HttpFields.EMPTY, "finished".getBytes()));
        }

        /** @param last what they do then */
        Waiting(HttpHandler last) {
            this.last = last;
        }

        @Override
        public HttpHandler prepare(HttpExecutorContext context) {
            return x -> {
                inside.countDown();
                try {
                    finish.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                last.handle(x);
            };
        }
    }

    /** What it waited for came back in a form that only its successor knows: no guest has seen the request. */
    @Test
    void aRequestThatALeavingExecutorCouldNotBeginIsItsSuccessors() throws Exception {
        Waiting leaving = new Waiting(x -> {
            throw new UnavailableException("it is being replaced");
        });
        TestApp.Builder app = wanting("acme");
        app.trigger().bindExecutor(leaving, type("acme", 0));
        try (TestApp running = app.startBare(); RawClient client = new RawClient(running)) {
            client.send(GET);
            leaving.inside.await();
            app.trigger().unbindExecutor(leaving, type("acme", 0));
            app.trigger().bindExecutor(saying("the successor"), type("acme", 0));
            leaving.finish.countDown();
            assertTrue(client.readAll().endsWith("the successor"));
        }
    }

    /** An engine that is missing may be back only once the executor has gone. */
    @Test
    void aRequestThatHasNoInstanceYetIsItsSuccessors() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        TestApp.Builder app = wanting("acme").instances(() -> {
            waits.countDown();
            try {
                Thread.sleep(Duration.ofDays(1));
                throw new AssertionError();
            } catch (InterruptedException e) {
                throw new UnavailableException("interrupted");
            }
        });
        HttpExecutor leaving = context -> x -> context.execution().lease("guest", InstanceOptions.DEFAULT);
        app.trigger().bindExecutor(leaving, type("acme", 0));
        try (TestApp running = app.startBare(); RawClient client = new RawClient(running)) {
            client.send(GET);
            waits.await();
            app.trigger().unbindExecutor(leaving, type("acme", 0));
            app.trigger().bindExecutor(saying("the successor"), type("acme", 0));
            assertTrue(client.readAll().endsWith("the successor"));
        }
    }

    /** An executor that fails every request it gets outside of its life. */
    private static final class Mortal implements HttpExecutor {
        private final AtomicBoolean dead = new AtomicBoolean();

        @Override
        public HttpHandler prepare(HttpExecutorContext context) {
            return x -> {
                if (dead.get()) {
                    throw new IllegalStateException("used after its end");
                }
                Thread.yield();
                x.response().send(200, HttpFields.EMPTY, "ok".getBytes());
                if (dead.get()) {
                    throw new IllegalStateException("ended while it was used");
                }
            };
        }
    }

    @Test
    void exchangingExecutorsUnderLoadFailsNoRequest() throws Exception {
        TestApp.Builder app = wanting("acme");
        HttpTrigger trigger = app.trigger();
        Mortal current = new Mortal();
        trigger.bindExecutor(current, type("acme", 0));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (TestApp running = app.startBare(); HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            try (ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    load.submit(() -> {
                        while (!stop.get()) {
                            boolean ok = client.send(HttpRequest.newBuilder(running.uri("/")).build(), BodyHandlers.ofString()).statusCode() == 200;
                            (ok ? answered : failed).incrementAndGet();
                        }
                        return null;
                    });
                }
                for (int i = 0; i < 60; i++) {
                    Mortal next = new Mortal();
                    if (i % 2 == 0) {
                        trigger.bindExecutor(next, type("acme", 0));
                    }
                    trigger.unbindExecutor(current, type("acme", 0));
                    current.dead.set(true);
                    Thread.sleep(10);
                    if (i % 2 == 1) {
                        trigger.bindExecutor(next, type("acme", 0));
                    }
                    current = next;
                    Thread.sleep(10);
                }
                assertTrue(Await.that(() -> answered.get() > 100 || failed.get() > 0), answered.toString());
                stop.set(true);
            }
        }
        assertEquals(0, failed.get());
        assertEquals(List.of(), RecordingLogs.lines("used after its end"));
        assertEquals(List.of(), RecordingLogs.lines("ended while it was used"));
    }
}
