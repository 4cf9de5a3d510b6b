package dev.gyre.engine.chicory.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

@Timeout(60)
class InterruptTest {
    private static final InstancePre BUSY = Guests.prepare(Guests.compile("busy"), Map.of(
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

    private record Stopped(TrapException trap, long millis, boolean flag) {
    }

    /** Interrupts the call on a thread of its own once it has run for a while. */
    private static Stopped stop(Store store, Runnable call, boolean virtual) throws InterruptedException {
        AtomicReference<TrapException> trap = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Runnable body = () -> {
            trap.set(assertThrows(TrapException.class, call::run));
            flag.set(Thread.currentThread().isInterrupted());
        };
        Thread thread = virtual ? Thread.ofVirtual().start(body) : Thread.ofPlatform().start(body);
        Thread.sleep(200);
        long start = System.nanoTime();
        store.interrupt(TrapKind.DEADLINE);
        store.interrupt(TrapKind.CANCELLED);
        thread.join();
        return new Stopped(trap.get(), (System.nanoTime() - start) / 1_000_000, flag.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "loop-if", "loop-table", "fill", "fib", "block", "blocks", "swallow"})
    void whateverAGuestDoesItIsStoppedSoonAndTheFirstKindWins(String function) throws InterruptedException {
        for (boolean virtual : new boolean[] {false, true}) {
            long best = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 5 && best >= 100; attempt++) {
                best = Math.min(best, stopOnce(function, virtual));
            }
            long millis = best;
            assertTrue(millis < 100, () -> function + " took " + millis + " ms");
        }
    }

    private static long stopOnce(String function, boolean virtual) throws InterruptedException {
        Store store = Guests.ENGINE.openStore(Guests.LIMITS, "");
        CoreInstance busy = BUSY.instantiate(store);
        long[] args = function.equals("fib") ? new long[] {90} : new long[0];
        Stopped stopped = stop(store, () -> busy.function(function).orElseThrow().call(args), virtual);
        assertEquals(TrapKind.DEADLINE, stopped.trap.kind());
        assertFalse(stopped.flag, "the thread's interrupt flag is left behind");
        assertEquals(TrapKind.DEADLINE, assertThrows(TrapException.class, () -> busy.function("ok").orElseThrow().call()).kind());
        assertFalse(Thread.currentThread().isInterrupted());
        return stopped.millis;
    }

    @Test
    void aHandleIsStoppedToo() throws InterruptedException {
        Store store = Guests.ENGINE.openStore(Guests.LIMITS, "");
        CoreFunction loop = BUSY.instantiate(store).function("loop").orElseThrow();
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
        assertEquals("[busy!loop]", stopped.trap.frames().toString());
        assertFalse(stopped.flag);
    }

    @Test
    void anEndlessStartFunctionIsStopped() throws InterruptedException {
        Store store = Guests.ENGINE.openStore(Guests.LIMITS, "");
        InstancePre endless = Guests.prepare("endless-start");
        assertEquals(TrapKind.DEADLINE, stop(store, () -> endless.instantiate(store), true).trap.kind());
    }

    @Test
    void waitingForANotificationThatCannotComeIsStopped() throws InterruptedException {
        Store store = Guests.ENGINE.openStore(Guests.LIMITS, "");
        CoreInstance threads = Guests.prepare("f-threads").instantiate(store);
        assertEquals(TrapKind.DEADLINE, stop(store, () -> threads.function("wait").orElseThrow().call(), true).trap.kind());
    }

    @Test
    void anInterruptBeforeTheCallEndsItAtOnce() {
        Store store = Guests.ENGINE.openStore(Guests.LIMITS, "");
        CoreInstance busy = BUSY.instantiate(store);
        store.interrupt(TrapKind.CANCELLED);
        assertEquals(TrapKind.CANCELLED, assertThrows(TrapException.class, () -> busy.function("loop").orElseThrow().call()).kind());
        assertEquals(TrapKind.CANCELLED, assertThrows(TrapException.class, () -> {
            busy.function("loop").orElseThrow().handle().invokeExact();
        }).kind());
        assertEquals(TrapKind.CANCELLED, assertThrows(TrapException.class, () -> BUSY.instantiate(store)).kind());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void anInterruptOfSomebodyElseStaysOnTheThread() {
        Store store = Guests.ENGINE.openStore(Guests.LIMITS, "");
        CoreInstance busy = BUSY.instantiate(store);
        Thread.currentThread().interrupt();
        assertEquals(TrapKind.CANCELLED, assertThrows(TrapException.class, () -> busy.function("loop").orElseThrow().call()).kind());
        assertTrue(Thread.interrupted());
        assertArrayEquals(new long[] {1}, busy.function("ok").orElseThrow().call());
    }

    @Test
    void aStoreUsedByTwoThreadsAtOnceIsRefused() throws InterruptedException {
        Store store = Guests.ENGINE.openStore(Guests.LIMITS, "");
        CoreInstance busy = BUSY.instantiate(store);
        Thread thread = Thread.ofVirtual().start(() -> assertThrows(TrapException.class, () -> busy.function("loop").orElseThrow().call()));
        Thread.sleep(100);
        TrapException e = assertThrows(TrapException.class, () -> busy.function("ok").orElseThrow().call());
        assertEquals("store is used by two threads at once", e.getMessage());
        store.interrupt(TrapKind.CANCELLED);
        thread.join();
    }

    /** Interrupts arrive before, within and after short calls; none may reach what the same thread does next. */
    @Test
    void interruptsNeverHitAnotherEvent() throws InterruptedException {
        AtomicInteger stray = new AtomicInteger();
        AtomicInteger stopped = new AtomicInteger();
        AtomicInteger finished = new AtomicInteger();
        AtomicReference<Store> current = new AtomicReference<>();
        long start = System.nanoTime();
        BooleanSupplier enough = () -> System.nanoTime() - start > (stopped.get() > 100 && finished.get() > 100 ? 1_000_000_000L : 30_000_000_000L);
        CountDownLatch done = new CountDownLatch(2);
        for (int worker = 0; worker < 2; worker++) {
            boolean publishing = worker == 0;
            Thread.ofVirtual().start(() -> {
                while (!enough.getAsBoolean()) {
                    Store store = Guests.ENGINE.openStore(Guests.LIMITS, "");
                    if (publishing) {
                        current.set(store);
                    }
                    try {
                        BUSY.instantiate(store).function("count").orElseThrow().call(ThreadLocalRandom.current().nextInt(20_000));
                        finished.incrementAndGet();
                    } catch (TrapException e) {
                        stopped.incrementAndGet();
                        if (!publishing || e.kind() != TrapKind.DEADLINE) {
                            stray.incrementAndGet();
                        }
                    }
                    if (Thread.currentThread().isInterrupted()) {
                        stray.incrementAndGet();
                    }
                }
                done.countDown();
            });
        }
        while (done.getCount() > 0) {
            Store store = current.getAndSet(null);
            if (store != null) {
                for (int i = ThreadLocalRandom.current().nextInt(200); i > 0; i--) {
                    Thread.onSpinWait();
                }
                store.interrupt(TrapKind.DEADLINE);
            }
        }
        assertEquals(0, stray.get());
        assertTrue(stopped.get() > 100 && finished.get() > 100, () -> stopped + " stopped, " + finished + " finished");
    }
}
