package dev.gyre.runtime.internal;

import static dev.gyre.runtime.internal.DynamicsTest.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.StateKey;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeEngine.Guest;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Wasm;

/** What an event may use, and what it gives back. */
class LeaseTest {
    @TempDir
    Path logs;
    private Container container;
    private FakeEngine engine;

    @AfterEach
    void close() {
        container.close();
        assertEquals(0, engine.openStores.get());
    }

    private ExecutionContext deploy(Map<String, Object> config, Map<String, Guest> exports) {
        container = new Container(config);
        engine = new FakeEngine("one");
        exports.forEach(engine::export);
        FakeTrigger trigger = new FakeTrigger("test");
        container.add(engine);
        container.add(trigger);
        container.deploy(Apps.of(Apps.component("a", Wasm.EMPTY)), logs);
        return trigger.context.get().execution();
    }

    private static InstanceLease lease(ExecutionContext execution) {
        return execution.lease("a", InstanceOptions.DEFAULT);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(HostContext context, String text) {
        try {
            context.stdout().write(text.getBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void noMoreEventsThanPlaces() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutionContext execution = deploy(Map.of("events", 3), Map.of("work", (caller, imports) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            sleep(2);
            inside.decrementAndGet();
        }));
        List<Thread> threads = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 64; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try (InstanceLease lease = lease(execution)) {
                    lease.call("work");
                    done.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(64, done.get());
        assertEquals(3, most.get());
    }

    @Test
    void whoFindsNoPlaceIsToldWhichLimitItWas() throws Exception {
        ExecutionContext execution = deploy(Map.of("events", 1, "queue", 1, "patience", "5m"), Map.of());
        InstanceLease only = lease(execution);
        Thread second = Thread.ofVirtual().start(() -> lease(execution).close());
        await(() -> second.getState() == Thread.State.TIMED_WAITING);
        String message = assertThrows(UnavailableException.class, () -> lease(execution)).getMessage();
        assertEquals("component \"a\": all 1 places (events) are taken and 1 events wait already (queue)", message);
        only.close();
        second.join();
        lease(execution).close();
    }

    @Test
    void whoWaitsForAPlaceInVainIsToldForHowLong() {
        ExecutionContext execution = deploy(Map.of("events", 1, "queue", 1, "patience", "300ms"), Map.of());
        try (InstanceLease only = lease(execution)) {
            String message = assertThrows(UnavailableException.class, () -> lease(execution)).getMessage();
            assertTrue(message.contains("300 ms (patience)"), message);
        }
        lease(execution).close();
    }

    @Test
    void theDeadlineEndsAnEventAndLeavesItsThreadClean() {
        ExecutionContext execution = deploy(Map.of("deadline", "150ms"), Map.of("stay", (caller, imports) -> {
            long before = HostContext.of(caller).remainingNanos();
            sleep(60_000);
            long after = HostContext.of(caller).remainingNanos();
            assertTrue(after < 0 && after < before, before + " ns, then " + after);
        }));
        long begin = System.nanoTime();
        try (InstanceLease lease = lease(execution)) {
            assertEquals(TrapKind.DEADLINE, assertThrows(TrapException.class, () -> lease.call("stay")).kind());
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertTrue(millis >= 140 && millis < 50_000, "ended after " + millis + " ms");
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void theDeadlineCoversStartUp() {
        ExecutionContext execution = deploy(Map.of("deadline", "100ms"), Map.of("_initialize", (caller, imports) -> sleep(60_000)));
        assertEquals(TrapKind.DEADLINE, assertThrows(TrapException.class, () -> lease(execution)).kind());
        Thread.interrupted();
    }

    @Test
    void deadlinesOfManyEventsAreAllKept() throws Exception {
        ExecutionContext execution = deploy(Map.of("deadline", "200ms"), Map.of("stay", (caller, imports) -> sleep(60_000)));
        List<Thread> threads = new ArrayList<>();
        AtomicInteger ended = new AtomicInteger();
        long begin = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try (InstanceLease lease = lease(execution)) {
                    assertThrows(TrapException.class, () -> lease.call("stay"));
                    ended.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(200, ended.get());
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(50));
    }

    @Test
    void initializeRunsAndStartDoesNot() {
        AtomicInteger initialized = new AtomicInteger();
        AtomicInteger started = new AtomicInteger();
        ExecutionContext execution = deploy(Map.of(), Map.of(
                "_initialize", (caller, imports) -> initialized.incrementAndGet(),
                "_start", (caller, imports) -> started.incrementAndGet()));
        lease(execution).close();
        assertEquals(1, initialized.get());
        assertEquals(0, started.get());
    }

    @Test
    void aFailedStartGivesEverythingBack() {
        ExecutionContext execution = deploy(Map.of("events", 1, "patience", "0s"), Map.of("_initialize", (caller, imports) -> {
            throw new TrapException(TrapKind.UNREACHABLE, "unreachable");
        }));
        for (int i = 0; i < 3; i++) {
            assertEquals(TrapKind.UNREACHABLE, assertThrows(TrapException.class, () -> lease(execution)).kind());
        }
        assertEquals(0, engine.openStores.get());
    }

    @Test
    void anExitWhileStartingIsAFailure() {
        ExecutionContext execution = deploy(Map.of(), Map.of("_initialize", (caller, imports) -> {
            throw new GuestExit(0);
        }));
        assertEquals("the guest exited with code 0 while starting", assertThrows(TrapException.class, () -> lease(execution)).getMessage());
    }

    @Test
    void anExitInACallReachesTheExecutorAsItIs() {
        ExecutionContext execution = deploy(Map.of(), Map.of("leave", (caller, imports) -> {
            throw new GuestExit(3);
        }));
        try (InstanceLease lease = lease(execution)) {
            assertEquals(3, assertThrows(GuestExit.class, () -> lease.call("leave")).code());
        }
    }

    @Test
    void aMissingExportIsTheGuestsFault() {
        ExecutionContext execution = deploy(Map.of(), Map.of());
        try (InstanceLease lease = lease(execution)) {
            TrapException e = assertThrows(TrapException.class, () -> lease.call("nothing"));
            assertEquals(TrapKind.ABI_VIOLATION, e.kind());
            assertEquals("the module does not export a function \"nothing\"", e.getMessage());
            assertFalse(e.firstReport(), "the runtime has reported it");
        }
    }

    @Test
    void nothingIsUsedAfterClose() {
        ExecutionContext execution = deploy(Map.of(), Map.of());
        InstanceLease lease = lease(execution);
        lease.close();
        lease.close();
        lease.interrupt(TrapKind.CANCELLED);
        assertThrows(IllegalStateException.class, lease::instance);
        assertThrows(IllegalStateException.class, () -> lease.call("run"));
    }

    @Test
    void statesAreMadeOnceAndClosedNewestFirstEvenWhenOneFails() {
        List<String> closed = new ArrayList<>();
        StateKey<AutoCloseable> first = new StateKey<>(c -> () -> closed.add("first"));
        StateKey<AutoCloseable> second = new StateKey<>(c -> () -> {
            closed.add("second");
            throw new IOException("no");
        });
        StateKey<Object> other = new StateKey<>(c -> new Object());
        ExecutionContext execution = deploy(Map.of(), Map.of("use", (caller, imports) -> {
            HostContext context = HostContext.of(caller);
            assertSame(context.state(first), context.state(first));
            context.state(second);
            assertNotSame(context.state(other), context.state(first));
        }));
        try (InstanceLease lease = lease(execution)) {
            lease.call("use");
            lease.call("use");
        }
        assertEquals(List.of("second", "first"), closed);
    }

    @Test
    void anEventsEnvironmentWinsAndItsStreamsAreUsed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExecutionContext execution = deploy(Map.of(), Map.of("use", (caller, imports) -> {
            HostContext context = HostContext.of(caller);
            assertEquals(Map.of("COLOR", "blue", "MORE", "1"), context.environment());
            assertEquals(List.of("x"), context.arguments());
            write(context, "hello");
        }));
        try (InstanceLease lease = execution.lease("a", new InstanceOptions(Map.of("COLOR", "blue", "MORE", "1"), List.of("x"),
                Optional.empty(), Optional.of(out), Optional.empty()))) {
            lease.call("use");
        }
        assertEquals("hello", out.toString());
        assertFalse(Files.exists(logs.resolve("a_stdout.txt")));
    }

    @Test
    void logsAreWrittenEvenWhenTheGuestFailsOrIsInterrupted() throws Exception {
        CountDownLatch stays = new CountDownLatch(1);
        ExecutionContext execution = deploy(Map.of(), Map.of(
                "fail", (caller, imports) -> {
                    write(HostContext.of(caller), "about to fail\n");
                    throw new TrapException(TrapKind.UNREACHABLE, "unreachable");
                },
                "stay", (caller, imports) -> {
                    write(HostContext.of(caller), "about to stay\n");
                    stays.countDown();
                    sleep(60_000);
                }));
        try (InstanceLease lease = lease(execution)) {
            assertThrows(TrapException.class, () -> lease.call("fail"));
        }
        Thread ends;
        try (InstanceLease lease = lease(execution)) {
            ends = Thread.ofPlatform().start(() -> {
                assertDoesNotThrow(() -> stays.await());
                lease.interrupt(TrapKind.CANCELLED);
            });
            assertThrows(TrapException.class, () -> lease.call("stay"));
        }
        ends.join(); // not before: the guest left this thread interrupted, and closing the event makes up for it
        assertEquals("about to fail\nabout to stay\n", Files.readString(logs.resolve("a_stdout.txt")));
    }

    @Test
    void anInterruptFromElsewhereOutlivesTheEvent() throws Exception {
        ExecutionContext execution = deploy(Map.of(), Map.of());
        InstanceLease lease = lease(execution);
        Thread.currentThread().interrupt();
        lease.close();
        assertTrue(Thread.interrupted());
    }

    @Test
    void anUnknownComponentIsNamed() {
        ExecutionContext execution = deploy(Map.of(), Map.of());
        assertEquals("application \"app\" has no component \"b\"",
                assertThrows(GyreException.class, () -> execution.lease("b", InstanceOptions.DEFAULT)).getMessage());
        assertThrows(GyreException.class, () -> execution.component("b"));
        assertEquals("a", execution.component("a").component().id());
    }

    @Test
    void aForgottenEventIsFoundAndItsPlaceComesBack() throws Exception {
        ExecutionContext execution = deploy(Map.of("events", 1, "deadline", "500ms", "patience", "2m"), Map.of());
        InstanceLease forgotten = lease(execution);
        long begin = System.nanoTime();
        lease(execution).close();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertTrue(millis >= 400, "came back after " + millis + " ms");
        assertThrows(IllegalStateException.class, () -> forgotten.call("run"));
    }
}
