package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** An interrupt ends whatever its store does, soon, and touches nothing else. */
@Timeout(300)
public abstract class InterruptContract extends EngineContract {
    /** A loaded machine makes some attempts slow, hardly all. */
    private static final int ATTEMPTS = 20;
    private static final long MILLIS = 100;
    private static final int ELEMENTS = 5_000_000;

    private InstancePre busy;

    private record Stopped(TrapException trap, long millis, boolean flag) {
    }

    @BeforeEach
    final void prepareGuest() {
        busy = prepare(compile("busy"), Map.of(
                "env.block", (caller, args) -> {
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("interrupted", e);
                    }
                    return HostFunction.NOTHING;
                },
                "env.swallow", (caller, args) -> {
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        assertFalse(Thread.currentThread().isInterrupted());
                    }
                    return HostFunction.NOTHING;
                }));
    }

    /** Interrupts the call on a thread of its own once it has run for a while. */
    private Stopped stop(Store store, Runnable call, boolean virtual) throws InterruptedException {
        AtomicReference<TrapException> trap = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        GuestThreads.Running running = GuestThreads.start(engine(), virtual, () -> {
            trap.set(assertThrows(TrapException.class, call::run));
            flag.set(Thread.currentThread().isInterrupted());
        });
        Thread.sleep(200);
        long start = System.nanoTime();
        store.interrupt(TrapKind.DEADLINE);
        store.interrupt(TrapKind.CANCELLED);
        assertNull(running.join().get());
        return new Stopped(trap.get(), (System.nanoTime() - start) / 1_000_000, flag.get());
    }

    @Test
    void theEngineSaysSo() {
        assertTrue(engine().capabilities().interruptible());
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "loop-if", "loop-table", "fill", "copy", "fib", "block", "blocks", "swallow"})
    void whateverAGuestDoesItIsStoppedSoonAndTheFirstKindWins(String function) throws InterruptedException {
        for (boolean virtual : new boolean[] {false, true}) {
            stopsSoon(function, () -> stopOnce(function, virtual));
        }
    }

    /** @param attempt milliseconds until it was stopped */
    private static void stopsSoon(String what, Attempt attempt) throws InterruptedException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && best >= MILLIS; i++) {
            best = Math.min(best, attempt.millis());
        }
        long millis = best;
        assertTrue(millis < MILLIS, () -> what + " took " + millis + " ms");
    }

    private interface Attempt {
        long millis() throws InterruptedException;
    }

    private long stopOnce(String function, boolean virtual) throws InterruptedException {
        Store store = open();
        CoreInstance instance = busy.instantiate(store);
        long[] args = function.equals("fib") ? new long[] {90} : new long[0];
        Stopped stopped = stop(store, () -> call(instance, function, args), virtual);
        assertEquals(TrapKind.DEADLINE, stopped.trap.kind());
        assertFalse(stopped.flag, "the thread's interrupt flag is left behind");
        traps(TrapKind.DEADLINE, instance, "ok");
        assertFalse(Thread.currentThread().isInterrupted());
        return stopped.millis;
    }

    /** Without a loop, so that there is nothing but the instruction, or the call, to stop at. */
    @ParameterizedTest
    @ValueSource(strings = {"memory.fill", "memory.copy", "table.fill", "table.copy", "memory.fill, and again by a call"})
    void whatTakesLongByItselfIsStoppedSoon(String what) throws InterruptedException {
        InstancePre guest = compile("straight", straight(what)).prepare(List.of());
        stopsSoon(what, () -> stopOnce(guest, new StoreLimits(16 << 20, 2 * ELEMENTS, 1)));
    }

    private long stopOnce(InstancePre guest, StoreLimits limits, long... args) throws InterruptedException {
        Store store = open(limits, "");
        CoreInstance instance = guest.instantiate(store);
        Stopped stopped = stop(store, () -> call(instance, "run", args), true);
        assertEquals(TrapKind.DEADLINE, stopped.trap.kind());
        return stopped.millis;
    }

    /** A function that takes some seconds. */
    private static byte[] straight(String what) {
        Assembler module = new Assembler();
        module.memory(256, 256);
        module.table(ValueType.FUNCREF, ELEMENTS, ELEMENTS);
        module.table(ValueType.FUNCREF, ELEMENTS, ELEMENTS);
        int run = module.declare(func(List.of()));
        module.export("run", Assembler.FUNCTION, run);
        Assembler.Code once = new Assembler.Code().i32(0);
        switch (what) {
            case "memory.copy" -> once.i32(8 << 20).i32(8 << 20).op(0xfc, 10, 0, 0);
            case "table.fill" -> once.op(0xd0, 0x70).i32(ELEMENTS).op(0xfc, 17, 0);
            case "table.copy" -> once.i32(0).i32(ELEMENTS).op(0xfc, 14, 0, 1);
            default -> once.i32(1).i32(16 << 20).op(0xfc, 11, 0);
        }
        Assembler.Code body = new Assembler.Code();
        if (what.endsWith("call")) {
            body.add(once).op(0x10).unsigned(run);
        } else {
            for (int i = 0; i < 3000; i++) {
                body.add(once);
            }
        }
        module.body(List.of(), body);
        return module.module();
    }

    /** An engine that looks in interpreted code need not look in what it compiles. */
    @Test
    void whatCallsItselfIsStoppedSoonOnceItIsCompiled() throws InterruptedException {
        Assembler module = new Assembler();
        module.memory(256, 256);
        int run = module.declare(func(List.of(ValueType.I32)));
        module.export("run", Assembler.FUNCTION, run);
        module.body(List.of(), new Assembler.Code().i32(0).i32(1).op(0x20, 0, 0xfc, 11, 0, 0x20, 0, 0x10).unsigned(run));
        InstancePre guest = compile("recursion", module.module()).prepare(List.of());
        for (int i = 0; i < 100; i++) {
            try (Store store = engine().openStore(LIMITS, "")) {
                traps(TrapKind.STACK_OVERFLOW, guest.instantiate(store), "run", 8192);
            }
        }
        stopsSoon("the recursion", () -> stopOnce(guest, LIMITS, 16 << 20));
    }

    @Test
    void aHandleIsStoppedToo() throws InterruptedException {
        String frames = "[]";
        // On a busy machine it may be stopped before it has begun.
        for (int attempt = 0; attempt < ATTEMPTS && frames.equals("[]"); attempt++) {
            Store store = open();
            CoreFunction loop = busy.instantiate(store).function("loop").orElseThrow();
            Stopped stopped = stop(store, () -> {
                try {
                    loop.handle().invokeExact();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
            }, true);
            assertEquals(TrapKind.DEADLINE, stopped.trap.kind());
            assertFalse(stopped.flag);
            frames = stopped.trap.frames().toString();
        }
        assertEquals("[busy!loop]", frames);
    }

    /** Pauses a guest that computes, lets it go on, and stops it while it pauses again. */
    @ParameterizedTest
    @ValueSource(strings = {"loop", "loop-if", "loop-table", "fill", "fib"})
    void aGuestThatComputesPausesWhereItCouldBeStopped(String function) throws InterruptedException {
        Store store = open();
        CoreInstance instance = busy.instantiate(store);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        AtomicReference<Thread> paused = new AtomicReference<>();
        AtomicReference<TrapException> trap = new AtomicReference<>();
        GuestThreads.Running running = GuestThreads.start(engine(), true, () -> trap.set(assertThrows(TrapException.class,
                () -> call(instance, function, function.equals("fib") ? new long[] {90} : new long[0]))));
        Thread.sleep(50);
        if (store.pause(() -> {
            paused.set(Thread.currentThread());
            first.countDown();
        })) {
            first.await();
            assertSame(running.thread(), paused.get());
            assertTrue(store.pause(() -> {
                second.countDown();
                LockSupport.park(); // until it is interrupted
            }));
            second.await();
        }
        assertTrue(running.thread().isAlive());
        store.interrupt(TrapKind.DEADLINE);
        assertNull(running.join().get());
        assertEquals(TrapKind.DEADLINE, trap.get().kind());
    }

    @Test
    void aGuestIsNotPausedInWhatAHostFunctionCalls() throws InterruptedException {
        Store store = open();
        CoreInstance inner = busy.instantiate(store);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean asked = new AtomicBoolean();
        CoreInstance outer = prepare(compile("busy"), Map.of("env.swallow", (caller, args) -> HostFunction.NOTHING, "env.block", (caller, args) -> {
            asked.compareAndSet(false, store.pause(() -> order.add("paused")));
            call(inner, "count", 1000);
            call(inner, "ok");
            order.add("called");
            if (order.size() > 5) {
                store.interrupt(TrapKind.CANCELLED);
            }
            return HostFunction.NOTHING;
        })).instantiate(store);
        GuestThreads.Running running = GuestThreads.start(engine(), true, () -> traps(TrapKind.CANCELLED, outer, "blocks"));
        assertNull(running.join().get());
        assertEquals("called", order.getFirst(), order.toString());
    }

    @Test
    void anEndlessStartFunctionIsStopped() throws InterruptedException {
        Store store = open();
        InstancePre endless = prepare("endless-start");
        assertEquals(TrapKind.DEADLINE, stop(store, () -> endless.instantiate(store), true).trap.kind());
    }

    /** An engine enters its guest's world several times for one thing: who is interrupted in between must not go on for that. */
    @Test
    void anInterruptBetweenTwoEntriesIntoTheGuestIsNotForgotten() throws InterruptedException {
        Assembler module = new Assembler();
        module.importFunction("env", "given", func(List.of()));
        int loop = module.declare(func(List.of()));
        module.body(List.of(), new Assembler.Code().op(0x03, 0x40, 0x0c, 0, 0x0b)); // loop br 0 end
        module.start(loop);
        InstancePre pre = compile("endless", module.module()).prepare(List.of(new ImportBinding.Deferred(0)));
        Store store = open();
        CoreFunction given = store.function(new HostFunction("env.given", func(List.of()), (caller, args) -> HostFunction.NOTHING));
        List<Extern> deferred = new AbstractList<>() {
            @Override
            public Extern get(int slot) {
                Set<Thread> before = Thread.getAllStackTraces().keySet();
                store.interrupt(TrapKind.DEADLINE);
                Thread.getAllStackTraces().keySet().stream().filter(t -> !before.contains(t) && t.getName().startsWith("gyre-")).forEach(this::awaitEnd);
                return given;
            }

            /** Until it has done what the interrupt asks for, and found no guest. */
            private void awaitEnd(Thread thread) {
                try {
                    thread.join(2000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public int size() {
                return 1;
            }
        };
        AtomicReference<TrapException> trap = new AtomicReference<>();
        assertNull(GuestThreads.start(engine(), true, () -> trap.set(assertThrows(TrapException.class, () -> pre.instantiate(store, deferred)))).join().get());
        assertEquals(TrapKind.DEADLINE, trap.get().kind());
    }

    @Test
    void waitingForANotificationThatCannotComeIsStopped() throws InterruptedException {
        if (!engine().capabilities().features().contains(Feature.THREADS)) {
            return; // FeatureContract sees to it that such a guest is refused
        }
        Store store = open();
        CoreInstance threads = prepare("f-threads").instantiate(store);
        assertEquals(TrapKind.DEADLINE, stop(store, () -> call(threads, "wait"), true).trap.kind());
    }

    @Test
    void anInterruptBeforeTheCallEndsItAtOnce() {
        Store store = open();
        CoreInstance instance = busy.instantiate(store);
        store.interrupt(TrapKind.CANCELLED);
        traps(TrapKind.CANCELLED, instance, "loop");
        assertEquals(TrapKind.CANCELLED, assertThrows(TrapException.class, () -> {
            instance.function("loop").orElseThrow().handle().invokeExact();
        }).kind());
        assertEquals(TrapKind.CANCELLED, assertThrows(TrapException.class, () -> busy.instantiate(store)).kind());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void anInterruptOfSomebodyElseStaysOnTheThread() {
        CoreInstance instance = busy.instantiate(open());
        Thread.currentThread().interrupt();
        traps(TrapKind.CANCELLED, instance, "loop");
        assertTrue(Thread.interrupted());
        assertEquals(1, call(busy.instantiate(open()), "ok"));
    }

    @Test
    void aStoreUsedByTwoThreadsAtOnceIsRefused() throws InterruptedException {
        Store store = open();
        CountDownLatch inside = new CountDownLatch(1);
        CoreInstance instance = prepare(compile("busy"), Map.of("env.swallow", (caller, args) -> HostFunction.NOTHING, "env.block", (caller, args) -> {
            inside.countDown();
            return HostFunction.NOTHING;
        })).instantiate(store);
        GuestThreads.Running looping = GuestThreads.start(engine(), true,
                () -> assertThrows(TrapException.class, () -> call(instance, "blocks")));
        inside.await();
        traps(TrapKind.ENGINE_FAILURE, instance, "ok");
        store.interrupt(TrapKind.CANCELLED);
        assertNull(looping.join().get());
    }

    /** Interrupts arrive before, within and after short calls; none may reach what the same thread does next. */
    @Test
    void interruptsNeverHitAnotherEvent() throws InterruptedException {
        AtomicInteger stray = new AtomicInteger();
        AtomicInteger stopped = new AtomicInteger();
        AtomicInteger finished = new AtomicInteger();
        AtomicReference<Store> current = new AtomicReference<>();
        long start = System.nanoTime();
        BooleanSupplier enough = () -> System.nanoTime() - start > (stopped.get() > 100 && finished.get() > 100 ? 1_000_000_000L : 60_000_000_000L);
        CountDownLatch done = new CountDownLatch(2);
        List<GuestThreads.Running> workers = List.of(true, false).stream().map(publishing -> GuestThreads.start(engine(), true, () -> {
            try {
                while (!enough.getAsBoolean()) {
                    try (Store store = engine().openStore(LIMITS, "")) {
                        if (publishing) {
                            current.set(store);
                        }
                        call(busy.instantiate(store), "count", ThreadLocalRandom.current().nextInt(20_000));
                        finished.incrementAndGet();
                    } catch (TrapException e) {
                        stopped.incrementAndGet();
                        stray.addAndGet(!publishing || e.kind() != TrapKind.DEADLINE ? 1 : 0);
                    }
                    stray.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                }
            } finally {
                done.countDown();
            }
        })).toList();
        while (done.getCount() > 0) {
            Store store = current.getAndSet(null);
            if (store != null) {
                for (int i = ThreadLocalRandom.current().nextInt(200); i > 0; i--) {
                    Thread.onSpinWait();
                }
                store.interrupt(TrapKind.DEADLINE);
            }
        }
        for (GuestThreads.Running worker : workers) {
            assertNull(worker.join().get());
        }
        assertEquals(0, stray.get());
        assertTrue(stopped.get() > 100 && finished.get() > 100, () -> stopped + " stopped, " + finished + " finished");
    }
}
