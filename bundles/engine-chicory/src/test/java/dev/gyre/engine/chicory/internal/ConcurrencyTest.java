package dev.gyre.engine.chicory.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;

@Timeout(60)
class ConcurrencyTest {
    /** Each event finds the module's own memory, its own data and nothing of the others'. */
    @Test
    void manyEventsRunAtOnceInStoresOfTheirOwn() throws InterruptedException {
        InstancePre pre = Guests.prepare(Guests.compile("basic"), Map.of(
                "env.twice", (caller, args) -> {
                    Thread.yield();
                    return new long[] {args[0] * 2 + (int) caller.data()};
                },
                "env.note", (caller, args) -> HostFunction.NOTHING));
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger events = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 64; t++) {
                int thread = t;
                threads.submit(() -> {
                    try {
                        for (int i = 0; i < 200; i++) {
                            event(pre, thread * 1000 + i);
                            events.incrementAndGet();
                        }
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                });
            }
        }
        assertNull(failures.peek(), () -> "" + failures.peek());
        assertEquals(64 * 200, events.get());
    }

    private static void event(InstancePre pre, int seed) {
        try (Store store = Guests.ENGINE.openStore(Guests.LIMITS, seed)) {
            CoreInstance instance = pre.instantiate(store);
            assertArrayEquals(new long[] {(3 * 2 + seed) * 2 + seed}, instance.function("four").orElseThrow().call(3));
            LinearMemory memory = instance.memory("memory").orElseThrow();
            assertEquals("hello", memory.readString(16, 5));
            int address = 64 + seed % 1000 * 60;
            assertEquals(0, memory.readInt(address));
            memory.writeInt(address, seed);
            memory.fill(16, 5, (byte) 'x');
            assertArrayEquals(new long[] {seed & 255}, instance.function("load").orElseThrow().call(address));
        }
    }

    @Test
    void aModuleNobodyUsesIsFreedWithItsClasses() throws Exception {
        AtomicReference<WeakReference<ClassLoader>> loader = new AtomicReference<>();
        use(loader);
        assertNotNull(loader.get());
        for (int i = 0; i < 50 && loader.get().get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertTrue(loader.get().refersTo(null));
    }

    private static void use(AtomicReference<WeakReference<ClassLoader>> loader) throws Exception {
        StackWalker walker = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
        InstancePre pre = Guests.prepare(Guests.compile("basic"), Map.of(
                "env.twice", (caller, args) -> {
                    loader.set(new WeakReference<>(walker.walk(s -> s.map(f -> f.getDeclaringClass().getClassLoader())
                            .filter(l -> l != null && "gyre-guest".equals(l.getName())).findFirst().orElseThrow())));
                    return args;
                },
                "env.note", (caller, args) -> HostFunction.NOTHING));
        for (int i = 0; i < 3; i++) {
            CoreInstance instance = pre.instantiate(Guests.ENGINE.openStore(Guests.LIMITS, ""));
            try {
                assertEquals(4, (int) instance.function("four").orElseThrow().handle().invokeExact(4));
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }
}
