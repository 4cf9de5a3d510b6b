package dev.gyre.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import jdk.management.VirtualThreadSchedulerMXBean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Guests;
import dev.gyre.runtime.internal.fake.Wasm;

/** Guests get the stack that they, or their engine, are said to need. */
class StackTest {
    private final FakeTrigger trigger = new FakeTrigger("test");
    private final AtomicReference<Thread> ran = new AtomicReference<>();
    private final AtomicReference<ClassLoader> loader = new AtomicReference<>();
    private final AtomicInteger depth = new AtomicInteger();
    private final FakeEngine engine = new FakeEngine("one")
            .export("where", (caller, imports) -> {
                ran.set(Thread.currentThread());
                loader.set(Thread.currentThread().getContextClassLoader());
            })
            .export("deep", (caller, imports) -> {
                depth.set(0);
                try {
                    recurse();
                } catch (StackOverflowError e) {
                    // as deep as it goes
                }
            })
            .export("exit", (caller, imports) -> {
                throw new GuestExit(3);
            })
            .export("fail", (caller, imports) -> {
                throw new AssertionError("an error");
            })
            .export("stay", (caller, imports) -> {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
    private Container container;

    @AfterEach
    void close() {
        container.close();
    }

    private void recurse() {
        depth.incrementAndGet();
        recurse();
    }

    private ExecutionContext deploy(Map<String, Object> config) {
        container = new Container(config);
        container.add(engine);
        container.add(trigger);
        container.deploy(Apps.of(Apps.component("a", Wasm.EMPTY)));
        return trigger.context.get().execution();
    }

    private void call(ExecutionContext execution, String export) {
        try (InstanceLease lease = execution.lease("a", InstanceOptions.DEFAULT)) {
            lease.call(export);
        }
    }

    @Test
    void withoutAWishEventsStayOnTheirThreads() {
        call(deploy(Map.of()), "where");
        assertSame(Thread.currentThread(), ran.get());
    }

    @Test
    void aSmallWishOfTheEngineIsMetByAnyThread() {
        engine.wantsStack(64 << 10);
        call(deploy(Map.of()), "where");
        assertSame(Thread.currentThread(), ran.get());
    }

    @Test
    void aLimitIsKeptInBothDirectionsAndMayChange() {
        ExecutionContext execution = deploy(Map.of("stack", "256 KiB"));
        call(execution, "deep");
        int small = depth.get();
        container.configure(Map.of("stack", "64 MiB"));
        call(execution, "deep");
        assertTrue(depth.get() > 20 * small, small + " and " + depth.get());
    }

    @Test
    void aThreadWithALargeStackKnowsTheCallersClassLoaderAndIsUsedAgain() {
        engine.wantsStack(64 << 20);
        ExecutionContext execution = deploy(Map.of());
        ClassLoader mine = new ClassLoader() { };
        Thread.currentThread().setContextClassLoader(mine);
        try {
            call(execution, "where");
        } finally {
            Thread.currentThread().setContextClassLoader(StackTest.class.getClassLoader());
        }
        Thread first = ran.get();
        assertNotSame(Thread.currentThread(), first);
        assertSame(mine, loader.get());
        assertFalse(first.getContextClassLoader() == mine, "it keeps nothing of the event");
        Set<Thread> threads = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            call(execution, "where");
            threads.add(ran.get());
        }
        assertTrue(threads.size() < 25, threads.size() + " threads for 50 events one after the other");
    }

    @Test
    void whatAGuestThrowsReachesTheCallerAsItIs() {
        engine.wantsStack(64 << 20);
        ExecutionContext execution = deploy(Map.of());
        assertEquals(3, assertThrows(GuestExit.class, () -> call(execution, "exit")).code());
        assertEquals("an error", assertThrows(AssertionError.class, () -> call(execution, "fail")).getMessage());
    }

    @Test
    void theDeadlineReachesTheGuestOnItsThread() {
        engine.wantsStack(64 << 20);
        ExecutionContext execution = deploy(Map.of("deadline", "100ms"));
        long begin = System.nanoTime();
        assertEquals(TrapKind.DEADLINE, assertThrows(TrapException.class, () -> call(execution, "stay")).kind());
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(50));
        container.configure(Map.of());
        call(execution, "where");
        assertFalse(ran.get().isInterrupted());
    }

    @Test
    void anInterruptOfTheCallerReachesTheGuestAndStaysPending() throws Exception {
        engine.wantsStack(64 << 20);
        ExecutionContext execution = deploy(Map.of());
        AtomicReference<Boolean> pending = new AtomicReference<>();
        Thread caller = Thread.startVirtualThread(() -> {
            call(execution, "stay");
            pending.set(Thread.currentThread().isInterrupted());
        });
        DynamicsTest.await(() -> caller.getState() == Thread.State.WAITING || caller.getState() == Thread.State.TIMED_WAITING);
        caller.interrupt();
        assertTrue(caller.join(java.time.Duration.ofSeconds(60)));
        assertEquals(true, pending.get());
    }

    /** An event that has not heard yet that its guest is done has nothing to do with who is next on the guest's thread. */
    @Test
    void anInterruptOfTheNextGuestOnAThreadEndsNobodyElse() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Thread> left = new AtomicReference<>();
        engine.wantsStack(64 << 20).export("leave", (caller, imports) -> {
            left.set(Thread.currentThread());
            spin(() -> go.getCount() > 0);
        }).export("interrupted", (caller, imports) -> {
            if (Thread.currentThread() != left.get()) {
                return;
            }
            Thread.currentThread().interrupt();
            spin(() -> engine.interrupts.get() == 0);
            long looks = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
            spin(() -> System.nanoTime() - looks < 0);
        });
        ExecutionContext execution = deploy(Map.of());
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread event = Thread.startVirtualThread(() -> {
            try (InstanceLease lease = execution.lease("a", InstanceOptions.DEFAULT)) {
                lease.call("leave");
                lease.call("where");
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        DynamicsTest.await(() -> left.get() != null && event.getState() == Thread.State.WAITING);
        int carriers = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class).getParallelism();
        AtomicInteger taken = new AtomicInteger();
        for (int i = 0; i < carriers; i++) {
            Thread.startVirtualThread(() -> {
                taken.incrementAndGet();
                spin(() -> done.getCount() > 0);
            });
        }
        DynamicsTest.await(() -> taken.get() == carriers);
        go.countDown();
        while (engine.interrupts.get() == 0) {
            DynamicsTest.await(() -> left.get().getState() == Thread.State.TIMED_WAITING);
            try {
                call(execution, "interrupted");
            } catch (TrapException e) {
                assertTrue(Thread.interrupted());
            }
        }
        done.countDown();
        assertTrue(event.join(java.time.Duration.ofSeconds(60)));
        assertNull(thrown.get());
    }

    private static void spin(BooleanSupplier on) {
        while (on.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void realGuestsRecurseAsDeepAsTheirStackAllows() {
        container = new Container(Map.of("stack", "512 KiB"));
        container.add(new ChicoryEngine());
        container.add(trigger);
        container.deploy(Apps.of(Apps.component("a", Guests.bytes("bundles/runtime/src/test/wasm/limits.wasm"))));
        ExecutionContext execution = trigger.context.get().execution();
        for (String stack : new String[] {"512 KiB", "32 MiB"}) {
            container.configure(Map.of("stack", stack));
            try (InstanceLease lease = execution.lease("a", InstanceOptions.DEFAULT)) {
                assertEquals(TrapKind.STACK_OVERFLOW, assertThrows(TrapException.class, () -> lease.call("deep", 0)).kind());
            }
        }
    }
}
