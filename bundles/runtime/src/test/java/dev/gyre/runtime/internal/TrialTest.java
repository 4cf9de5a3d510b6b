package dev.gyre.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Wasm;

/** A new engine serves a small share of the events until it is as fast as the one before. */
class TrialTest {
    private static final int THREADS = 8;

    private final FakeTrigger trigger = new FakeTrigger("test");
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong events = new AtomicLong();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private Container container;

    @AfterEach
    void close() throws Exception {
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        container.close();
        assertEquals(List.of(), List.copyOf(failures));
    }

    private static FakeEngine engine(String id, long micros) {
        return new FakeEngine(id).export("run", (caller, imports) -> LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros)));
    }

    private Deployment deploy(Map<String, Object> config, FakeEngine first) {
        container = new Container(config);
        container.add(trigger);
        container.add(first);
        return container.deploy(Apps.of(Apps.component("a", Wasm.EMPTY)));
    }

    private void load() {
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    try (InstanceLease lease = trigger.context.get().execution().lease("a", InstanceOptions.DEFAULT)) {
                        lease.call("run");
                        events.incrementAndGet();
                    } catch (Throwable t) {
                        failures.add(t);
                        return;
                    }
                }
            }));
        }
    }

    private void awaitEvents(long more) throws Exception {
        long goal = events.get() + more;
        DynamicsTest.await(() -> events.get() >= goal || !failures.isEmpty());
    }

    private static Optional<String> engine(Deployment deployment) {
        return deployment.components().getFirst().engine();
    }

    @Test
    void aColdEngineGetsLessThanAHundredthOfTheEvents() throws Exception {
        FakeEngine cold = engine("cold", 20_000);
        Deployment deployment = deploy(Map.of("warm-up", "10m"), engine("warm", 500));
        load();
        awaitEvents(200);
        long before = events.get();
        container.add(cold, 1);
        DynamicsTest.await(() -> cold.stores.get() >= 20 || !failures.isEmpty());
        long tried = cold.stores.get();
        long all = events.get() - before;
        assertTrue(tried >= 1 && tried <= 1 + all / 100, tried + " of " + all);
        assertEquals(Optional.of("warm"), engine(deployment));
        assertTrue(deployment.components().getFirst().why().endsWith("; cold is being warmed up"), deployment.components().getFirst().why());
    }

    @Test
    void aColdEngineServesAllOnceItsTimeIsOver() throws Exception {
        Deployment deployment = deploy(Map.of("warm-up", "1s"), engine("warm", 500));
        load();
        awaitEvents(200);
        long begin = System.nanoTime();
        container.add(engine("cold", 20_000), 1);
        DynamicsTest.await(() -> engine(deployment).equals(Optional.of("cold")));
        assertTrue(System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(950));
    }

    @Test
    void anEngineAsFastAsTheOneBeforeTakesOverLongBeforeItsTimeIsOver() throws Exception {
        Deployment deployment = deploy(Map.of("warm-up", "10m"), engine("one", 100));
        load();
        awaitEvents(200);
        container.add(engine("two", 100), 1);
        DynamicsTest.await(() -> engine(deployment).equals(Optional.of("two")));
    }

    @Test
    void withoutEventsNobodyWaits() throws Exception {
        Deployment deployment = deploy(Map.of("warm-up", "10m"), engine("one", 0));
        container.add(engine("two", 0));
        long begin = System.nanoTime();
        deployment.useEngine(Optional.of("two"));
        assertEquals(Optional.of("two"), engine(deployment));
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(60));
    }

    @Test
    void warmingUpCanBeSwitchedOff() {
        Deployment deployment = deploy(Map.of("warm-up", "0s"), engine("one", 0));
        load();
        container.add(engine("two", 0));
        deployment.useEngine(Optional.of("two"));
        assertEquals(Optional.of("two"), engine(deployment));
    }

    @Test
    void anEngineThatGoesIsLeftWithinTheDrainLimitHoweverColdTheNext() throws Exception {
        FakeEngine one = engine("one", 500);
        FakeEngine two = engine("two", 50_000);
        Deployment deployment = deploy(Map.of("warm-up", "10m", "drain", "6s"), one);
        load();
        container.add(two, -1);
        awaitEvents(100);
        long begin = System.nanoTime();
        container.remove(one);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertTrue(millis < 60_000, "it took " + millis + " ms"); // events that had to be cut off after the limit are among the failures
        assertEquals(Optional.of("two"), engine(deployment));
        assertEquals(0, one.openStores.get());
    }

    @Test
    void aNewcomerThatGoesAwayAgainLeavesNothingBehind() throws Exception {
        FakeEngine two = engine("two", 20_000);
        Deployment deployment = deploy(Map.of("warm-up", "10m", "drain", "5s"), engine("one", 100));
        load();
        awaitEvents(100);
        container.add(two, 1);
        DynamicsTest.await(() -> two.stores.get() > 0);
        container.remove(two);
        assertEquals(0, two.openStores.get());
        assertEquals(Optional.of("one"), engine(deployment));
        awaitEvents(100);
    }

    @Test
    void switchingToAndFroUnderLoadFailsNoEvent() throws Exception {
        Deployment deployment = deploy(Map.of("warm-up", "10m", "drain", "5s"), engine("one", 0));
        container.add(engine("two", 0));
        load();
        awaitEvents(100);
        for (int i = 0; i < 20 && failures.isEmpty(); i++) {
            String next = i % 2 == 0 ? "two" : "one";
            deployment.useEngine(Optional.of(next));
            assertEquals(Optional.of(next), engine(deployment));
        }
    }
}
