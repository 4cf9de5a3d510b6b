package dev.gyre.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Guests;

/** The same with real guests on the engine that ships. */
class RealEngineTest {
    private final FakeTrigger trigger = new FakeTrigger("test");
    private Container container;

    @AfterEach
    void close() {
        container.close();
    }

    private ExecutionContext deploy(Map<String, Object> config) {
        container = new Container(config);
        container.add(new ChicoryEngine());
        container.add(trigger);
        container.deploy(Apps.of(Apps.component("a", Guests.bytes("bundles/runtime/src/test/wasm/limits.wasm"))));
        return trigger.context.get().execution();
    }

    private static long call(ExecutionContext execution, String export) {
        try (InstanceLease lease = execution.lease("a", InstanceOptions.DEFAULT)) {
            return lease.call(export)[0];
        }
    }

    private static TrapException trap(ExecutionContext execution, String export, long... args) {
        try (InstanceLease lease = execution.lease("a", InstanceOptions.DEFAULT)) {
            return assertThrows(TrapException.class, () -> lease.call(export, args));
        }
    }

    @Test
    void everyEventStartsAfreshAndInitialized() {
        ExecutionContext execution = deploy(Map.of());
        for (int i = 0; i < 50; i++) {
            assertEquals(1, call(execution, "count"));
            assertEquals(42, call(execution, "initialized"));
        }
    }

    @Test
    void anEndlessLoopEndsAtItsDeadlineAndOthersGoOn() {
        ExecutionContext execution = deploy(Map.of("deadline", "200ms"));
        long begin = System.nanoTime();
        assertEquals(TrapKind.DEADLINE, trap(execution, "loop").kind());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertTrue(millis >= 190 && millis < 50_000, millis + " ms");
        assertFalse(Thread.currentThread().isInterrupted());
        container.configure(Map.of());
        assertEquals(1, call(execution, "count"));
    }

    /** As a trigger does with requests that outlive its drain limit. */
    @Test
    void anEndlessLoopEndsWhenItsThreadIsInterrupted() throws Exception {
        ExecutionContext execution = deploy(Map.of());
        for (int stack : new int[] {0, 64}) {
            container.configure(stack == 0 ? Map.of() : Map.of("stack", stack + " MiB"));
            AtomicReference<String> outcome = new AtomicReference<>();
            CountDownLatch begun = new CountDownLatch(1);
            Thread event = Thread.startVirtualThread(() -> {
                try (InstanceLease lease = execution.lease("a", InstanceOptions.DEFAULT)) {
                    begun.countDown();
                    lease.call("loop");
                } catch (TrapException e) {
                    outcome.set(e.kind() + " " + Thread.currentThread().isInterrupted());
                }
            });
            begun.await();
            Thread.sleep(200);
            event.interrupt();
            assertTrue(event.join(Duration.ofSeconds(60)), "it runs on");
            assertEquals(TrapKind.CANCELLED + " true", outcome.get());
        }
    }

    @Test
    void memoryAndTablesStopAtTheirLimits() {
        ExecutionContext execution = deploy(Map.of("memory", "8 MiB", "table-elements", 1000));
        assertTrue(call(execution, "grow") <= 128, "8 MiB are 128 pages");
        assertEquals(-1, (int) call(execution, "grow-table"));
    }

    @Test
    void aModuleThatStartsLargerThanItsLimitIsStopped() {
        ExecutionContext execution = deploy(Map.of("memory", "64 KiB"));
        assertEquals(TrapKind.RESOURCE_LIMIT, assertThrows(TrapException.class, () -> execution.lease("a", InstanceOptions.DEFAULT)).kind());
    }

    @Test
    void trapsSayWhatAndWhere() {
        ExecutionContext execution = deploy(Map.of());
        assertEquals(TrapKind.STACK_OVERFLOW, trap(execution, "deep", 0).kind());
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, trap(execution, "beyond").kind());
        TrapException e = trap(execution, "trap");
        assertEquals(TrapKind.UNREACHABLE, e.kind());
        assertEquals("a!inner", e.frames().getFirst().toString());
        assertEquals(1, call(execution, "count"));
    }

    @Test
    void guestsThatComputeDoNotKeepAnEngineFromBeingSwapped() throws Exception {
        ExecutionContext execution = deploy(Map.of("drain", "20s"));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong events = new AtomicLong();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (!stop.get() && failures.isEmpty()) {
                    try {
                        assertEquals(1, call(execution, "count"));
                        events.incrementAndGet();
                    } catch (Throwable t) {
                        failures.add(t);
                    }
                }
            }));
        }
        ChicoryEngine last = new ChicoryEngine();
        container.add(last, 1);
        for (int i = 2; i < 8; i++) {
            ChicoryEngine next = new ChicoryEngine();
            container.add(next, i);
            container.remove(last);
            last = next;
            assertEquals(List.of(), List.copyOf(failures));
        }
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertTrue(events.get() > 100, events + " events");
    }
}
