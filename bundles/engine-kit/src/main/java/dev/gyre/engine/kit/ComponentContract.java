package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/**
 * The core modules of a component in one store: a main module whose imports come to be after it, an adapter on its memory, libraries
 * that share everything, and tasks that take turns.
 */
@Timeout(300)
public abstract class ComponentContract extends EngineContract {
    private static final byte READ = 7;
    private static final int ATTEMPTS = 20;

    /** One event's component; its host functions find it through their caller. */
    private final class Linked {
        private final Map<Long, CountDownLatch> turns = Map.of(1L, new CountDownLatch(1), 2L, new CountDownLatch(1));
        private final CountDownLatch waiting = new CountDownLatch(2);
        private final Store store = open(LIMITS, this);
        private final CoreInstance shim = prepare("part-shim").instantiate(store);
        private final CoreInstance main;

        /** In the order wit-component writes: the adapter and what the host does need the main module's memory. */
        Linked(CompiledModule mainModule) {
            main = instantiate(mainModule, List.of(shim.export("0").orElseThrow(), shim.export("2").orElseThrow(), shim.export("1").orElseThrow()));
            CoreInstance adapter = instantiate(compile("part-adapter"), List.of(main.export("memory").orElseThrow(),
                    main.export("cabi_realloc").orElseThrow(), store.function(number())));
            instantiate(compile("part-fixups"), List.of(store.function(read()), adapter.export("args").orElseThrow(), store.function(waitForTurn()),
                    shim.export("$imports").orElseThrow()));
        }

        private CoreInstance instantiate(CompiledModule module, List<Extern> externs) {
            return prepare(module, Map.of()).instantiate(store, externs);
        }

        private void spin() {
            try {
                main.function("spin").orElseThrow().handle().invokeExact();
            } catch (RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        private int allocate(int size) {
            try {
                return (int) main.function("cabi_realloc").orElseThrow().handle().invokeExact(0, 0, 1, size);
            } catch (RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }

    private static HostFunction number() {
        return new HostFunction("wasi.number", func(List.of(), ValueType.I32), (caller, args) -> new long[] {3});
    }

    /** As a lowered function does: it allocates in the guest, writes there, and leaves the address where the guest wants it. */
    private static HostFunction read() {
        return new HostFunction("wasi.read", func(List.of(ValueType.I32, ValueType.I32), ValueType.I32), (caller, args) -> {
            Linked linked = (Linked) caller.data();
            LinearMemory memory = linked.main.memory("memory").orElseThrow();
            int length = (int) args[1];
            if (length == 0) {
                linked.main.function("spin").orElseThrow().call();
            } else if (length < 0) {
                linked.spin();
            }
            int at = linked.allocate(length);
            memory.fill(at, length, READ);
            memory.writeInt((int) args[0], at);
            return new long[] {0};
        });
    }

    private static HostFunction waitForTurn() {
        return new HostFunction("wasi.wait", func(List.of(ValueType.I32), ValueType.I32), (caller, args) -> {
            Linked linked = (Linked) caller.data();
            linked.store.suspend(() -> {
                linked.waiting.countDown();
                try {
                    linked.turns.get(args[0]).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("interrupted", e);
                }
            });
            return new long[] {args[0]};
        });
    }

    private Linked link() {
        return new Linked(compile("part-main"));
    }

    @Test
    void functionsOfTheHostStandInForImportsThatComeToBeLater() {
        Linked linked = link();
        assertEquals(READ, call(linked.main, "run", 100));
        assertEquals(1, linked.store.memoryPages());
        assertEquals(READ, call(linked.main, "run", 60_000), "the memory grew while the host was being called");
        assertEquals(2, linked.store.memoryPages());
        assertEquals(4096, ((Global) linked.main.export("__stack_pointer").orElseThrow()).get());
    }

    @Test
    void anAdapterUsesTheMainModulesMemoryAndAllocator() {
        Linked linked = link();
        assertEquals(8, call(linked.main, "args", 5));
        assertEquals(11, call(linked.main, "args", 5));
        assertEquals(6, call(linked.main, "peek", 8192));
    }

    @Test
    void eachEventFindsItsComponentAsNew() {
        for (int round = 0; round < 100; round++) {
            try (Store store = link().store) {
                CoreInstance main = store.instances().get(1);
                assertEquals(0, call(main, "peek", 8192));
                assertEquals(0x6e69616d, call(main, "peek", 16));
                assertEquals(8, call(main, "args", 5));
                assertEquals(READ, call(main, "run", round % 3 == 0 ? 60_000 : 50));
                main.memory("memory").orElseThrow().fill(0, 8192, (byte) 0x5a);
            }
        }
    }

    @Test
    void compiledModulesThatImportEverythingComeFromTheCache() {
        Map<CompileCache.Key, byte[]> kept = new ConcurrentHashMap<>();
        AtomicLong loads = new AtomicLong();
        CompileCache cache = new CompileCache() {
            @Override
            public Optional<byte[]> load(Key key) {
                Optional<byte[]> found = Optional.ofNullable(kept.get(key));
                found.ifPresent(f -> loads.incrementAndGet());
                return found;
            }

            @Override
            public void store(Key key, byte[] artefact) {
                kept.put(key, artefact);
            }
        };
        for (int i = 0; i < 2; i++) {
            CompiledModule main = engine().compile(Guests.bytes("part-main"), new CompileOptions("part-main", cache));
            assertEquals(READ, call(new Linked(main).main, "run", 100));
        }
        assertEquals(kept.isEmpty(), loads.get() == 0, "what was stored was loaded");
    }

    /** @return the trap that ended a guest function that does not end by itself; once it had begun, which a busy machine may not leave it the time for */
    private TrapException stopped(String function, long argument) throws InterruptedException {
        TrapException trap = stopped(link(), function, argument);
        for (int attempt = 1; attempt < ATTEMPTS && trap.frames().isEmpty(); attempt++) {
            trap = stopped(link(), function, argument);
        }
        return trap;
    }

    private TrapException stopped(Linked linked, String function, long argument) throws InterruptedException {
        AtomicReference<TrapException> trap = new AtomicReference<>();
        GuestThreads.Running running = GuestThreads.start(engine(), true,
                () -> trap.set(assertThrows(TrapException.class, () -> call(linked.main, function, argument))));
        Thread.sleep(200);
        linked.store.interrupt(TrapKind.DEADLINE);
        assertNull(running.join().get());
        return trap.get();
    }

    @Test
    void aLoopInAnotherInstanceIsStopped() throws InterruptedException {
        TrapException trap = stopped("args", -1);
        assertEquals(TrapKind.DEADLINE, trap.kind());
        assertEquals("[part-adapter!args, part-shim!1, part-main!args]", trap.frames().toString());
    }

    @Test
    void aLoopInAFunctionThatTheHostCallsIsStopped() throws InterruptedException {
        for (int how = -1; how < 1; how++) {
            TrapException trap = stopped("run", how);
            assertEquals(TrapKind.DEADLINE, trap.kind());
            assertEquals("part-main!spin", trap.frames().getFirst().toString());
        }
    }

    private record Task(GuestThreads.Running running, AtomicReference<Object> result) {
        Object join() throws InterruptedException {
            assertNull(running.join().get());
            return result.get();
        }
    }

    /** Calls the guest on a thread of its own. @return once it waits there for its turn */
    private Task task(Linked linked, int turn) {
        AtomicReference<Object> result = new AtomicReference<>();
        long others = linked.waiting.getCount();
        Task task = new Task(GuestThreads.start(engine(), true, () -> {
            try {
                result.set(call(linked.main, "wait", turn));
            } catch (TrapException e) {
                result.set(e.kind());
            }
            assertFalse(Thread.currentThread().isInterrupted());
        }), result);
        while (linked.waiting.getCount() == others) {
            Thread.onSpinWait();
        }
        return task;
    }

    @Test
    void tasksTakeTurnsInAnyOrder() throws InterruptedException {
        Linked linked = link();
        List<Task> tasks = new ArrayList<>();
        for (int turn = 1; turn <= 2; turn++) {
            tasks.add(task(linked, turn));
            assertEquals(8 + 3 * (turn - 1), call(linked.main, "args", 5), "another thread uses the store meanwhile");
        }
        linked.turns.get(1L).countDown();
        assertEquals(101L, tasks.get(0).join(), "the first to wait goes first, below the other's frames");
        assertEquals(READ, call(linked.main, "run", 60_000));
        linked.turns.get(2L).countDown();
        assertEquals(102L, tasks.get(1).join());
        assertEquals(14, call(linked.main, "args", 5));
    }

    @Test
    void anInterruptWakesAllTasks() throws InterruptedException {
        Linked linked = link();
        List<Task> tasks = List.of(task(linked, 1), task(linked, 2));
        linked.store.interrupt(TrapKind.DEADLINE);
        for (Task task : tasks) {
            assertEquals(TrapKind.DEADLINE, task.join());
        }
        traps(TrapKind.DEADLINE, linked.main, "args", 5);
    }

    @Test
    void onlyAHostFunctionCanWait() {
        Store store = open();
        assertEquals(TrapKind.ENGINE_FAILURE, assertThrows(TrapException.class, () -> store.suspend(() -> { })).kind());
    }

    @Test
    void librariesShareMemoryTableAndGlobals() {
        for (int round = 0; round < 20; round++) {
            try (Store store = engine().openStore(LIMITS, "")) {
                CoreInstance env = prepare("lib-env").instantiate(store);
                CoreInstance b = library("lib-b", "b:", env);
                Global name = (Global) env.export("b:name").orElseThrow();
                name.set(((Global) env.export("b:memory_base").orElseThrow()).get() + ((Global) b.export("name").orElseThrow()).get());
                ((Global) env.export("b:twice").orElseThrow()).set(call(b, "twice-at"));
                CoreInstance a = library("lib-a", "a:", env);
                assertEquals(0x41416161, call(a, "own"));
                assertEquals(0x62626262, call(a, "other"));
                assertEquals(42, call(a, "twice", 21));
                assertEquals(63, call(b, "call", call(a, "thrice-at"), 21));
                call(a, "push", round);
                assertEquals(round, call(b, "pop"));
                assertTrue(env.memory("memory").orElseThrow().grow(1) == 2 && store.memoryPages() == 3);
                assertEquals(0x62626262, call(a, "other"));
                env.memory("memory").orElseThrow().fill(0, 3 << 16, (byte) 0x5a);
            }
        }
    }

    /** Links a library to what all share, by the names it has there. */
    private CoreInstance library(String guest, String prefix, CoreInstance env) {
        CompiledModule module = compile(guest);
        List<Extern> externs = new ArrayList<>();
        module.imports().forEach(i -> externs.add(switch (i.module()) {
            case "GOT.mem", "GOT.func" -> env.export("b:" + i.name()).orElseThrow();
            default -> env.export(i.name()).or(() -> env.export(prefix + i.name().substring(2))).orElseThrow();
        }));
        return prepare(module, Map.of()).instantiate(env.store(), externs);
    }
}
