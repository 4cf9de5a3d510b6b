package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.Table;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.ValueType;

/** Canaries: whatever an event writes, wherever it can, and however it ends, no later event finds any of it. */
@Timeout(300)
public abstract class IsolationContract extends EngineContract {
    private static final int THREADS = 16;
    private static final int EVENTS = 200;

    private InstancePre pre;
    private CanaryEvent.Pristine pristine;

    @BeforeEach
    final void prepareGuest() {
        pre = CanaryEvent.prepare(compile("canary"));
        pristine = CanaryEvent.Pristine.of(pre.instantiate(open()));
    }

    @Test
    void thousandsOfEventsAtOnceFindNothingOfEachOther() throws InterruptedException {
        AtomicInteger done = new AtomicInteger();
        List<GuestThreads.Running> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int seed = t;
            threads.add(GuestThreads.start(engine(), true, () -> {
                SplittableRandom random = new SplittableRandom(seed);
                for (int i = 0; i < EVENTS; i++) {
                    new CanaryEvent(engine(), pre, pristine, random).run();
                    done.incrementAndGet();
                }
            }));
        }
        for (GuestThreads.Running thread : threads) {
            Throwable thrown = thread.join().get();
            if (thrown != null) {
                throw new AssertionError(thrown.toString(), thrown);
            }
        }
        assertEquals(THREADS * EVENTS, done.get());
    }

    /** Each ending by itself, so that a failure names it. */
    @Test
    void everyWayToEndAnEventLeavesNothingBehind() {
        for (CanaryEvent.Ending ending : CanaryEvent.Ending.values()) {
            for (int what = 0; what < CanaryEvent.ACTS; what++) {
                CanaryEvent event = new CanaryEvent(engine(), pre, pristine, new SplittableRandom(what));
                event.run(ending, what);
                try (Store next = engine().openStore(LIMITS, "")) {
                    pristine.check(pre.instantiate(next), "after act " + what + " and " + ending);
                }
            }
        }
    }

    @Test
    void storesOpenAtTheSameTimeShareNothing() {
        CoreInstance one = pre.instantiate(open());
        CoreInstance two = pre.instantiate(open());
        for (int what = 0; what < CanaryEvent.ACTS; what++) {
            call(one, "act", what, 5000, what + 1);
        }
        pristine.check(two, "beside another store");
        CoreInstance three = pre.instantiate(two.store());
        for (int what = 0; what < CanaryEvent.ACTS; what++) {
            call(two, "act", what, 5000, what + 1);
        }
        pristine.check(three, "beside another instance of the same store");
    }

    @Test
    void whoKeepsPartsOfAnEventBeyondItsEndChangesNothing() {
        Store first = engine().openStore(LIMITS, "");
        CoreInstance instance = pre.instantiate(first);
        LinearMemory memory = instance.memory("memory").orElseThrow();
        Global global = (Global) instance.export("i").orElseThrow();
        Table table = (Table) instance.export("table").orElseThrow();
        first.close();
        try (Store second = engine().openStore(LIMITS, "")) {
            CoreInstance next = pre.instantiate(second);
            next.memory("memory").orElseThrow().writeLong(64, 0x5ec4e7L);
            assertThrows(TrapException.class, () -> memory.readLong(64));
            assertThrows(TrapException.class, () -> memory.writeLong(64, 1));
            assertEquals(-1, memory.grow(1));
            tolerating(() -> global.set(99));
            tolerating(() -> table.set(0, second.function(new HostFunction("late", func(List.of(), ValueType.I32), (c, a) -> new long[] {8}))));
            tolerating(() -> table.grow(1));
            next.memory("memory").orElseThrow().writeLong(64, 0);
            pristine.check(next, "although somebody holds on to an earlier event");
        }
    }

    /** Whether a part that outlived its event says so or keeps silent is the engine's choice. */
    private static void tolerating(Runnable late) {
        try {
            late.run();
        } catch (TrapException e) {
            assertTrue(e.getMessage() != null);
        }
    }

    @Test
    void partsOfTheHostsMakingAreNewEachTime() {
        ExternType.Mem memoryType = new ExternType.Mem(2, OptionalLong.of(4), false, false);
        ExternType.Tab tableType = new ExternType.Tab(ValueType.FUNCREF, 5, OptionalLong.of(9));
        ExternType.Glob globalType = new ExternType.Glob(ValueType.I64, true);
        for (int round = 0; round < 50; round++) {
            try (Store store = engine().openStore(LIMITS, "")) {
                LinearMemory memory = store.memory(memoryType);
                Table table = store.table(tableType);
                Global global = store.global(globalType, 4);
                assertEquals(2, memory.pages());
                assertTrue(Arrays.equals(new byte[2 << 16], memory.read(0, 2 << 16)), "a canary in the host's memory");
                assertEquals(5, table.size());
                for (int i = 0; i < 5; i++) {
                    assertTrue(table.function(i).isEmpty());
                }
                assertEquals(4, global.get());
                memory.fill(0, 2 << 16, (byte) 0x5a);
                table.set(3, store.function(new HostFunction("three", func(List.of()), (c, a) -> HostFunction.NOTHING)));
                global.set(-7);
                if (round % 3 == 0) {
                    memory.grow(1);
                    table.grow(2);
                }
            }
        }
    }

    @Test
    void whatLinkedInstancesDoToEachOtherEndsWithTheirStore() {
        InstancePre providing = prepare(compile("provider"), Map.of("env.where", (caller, args) -> new long[] {1}));
        for (int round = 0; round < 100; round++) {
            try (Store store = engine().openStore(LIMITS, "")) {
                CoreInstance provider = providing.instantiate(store);
                List<Extern> externs = new ArrayList<>();
                compile("user").imports().forEach(i -> externs.add(provider.export(i.name()).orElseThrow()));
                CoreInstance user = prepare("user").instantiate(store, externs);
                assertEquals(0, call(provider, "peek", 7));
                assertEquals(6, call(user, "count"));
                assertEquals(10, call(provider, "call", 0));
                assertTrue(((Table) provider.export("table").orElseThrow()).function(4).isEmpty());
                assertEquals(1, call(user, "size"));
                call(user, "poke", 7, round + 1);
                call(user, "put", 4);
                call(user, "put", 0);
                call(user, "init");
                if (round % 4 == 0) {
                    call(user, "grow");
                    call(user, "grow-table", 3);
                }
            }
        }
    }

    @Test
    void aPoisonedStoreStillEndsItsEvent() {
        Store store = open();
        CoreInstance instance = pre.instantiate(store);
        store.poison();
        call(instance, "act", 13, 0, 77);
        assertEquals(77, ((Global) instance.export("i").orElseThrow()).get());
        store.close();
        assertNotSame(instance, pre.instantiate(open()));
    }
}
