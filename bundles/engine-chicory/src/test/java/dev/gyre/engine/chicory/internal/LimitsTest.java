package dev.gyre.engine.chicory.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

class LimitsTest {
    private static final InstancePre GROWING = Guests.prepare("growing");
    private static final long PAGE = 65536;

    private static CoreInstance instance(Store store) {
        return GROWING.instantiate(store);
    }

    private static long call(CoreInstance instance, String function, long... args) {
        return instance.function(function).orElseThrow().call(args)[0];
    }

    @Test
    void memoryGrowsToTheStoresLimitAndNotBeyond() {
        Store store = Guests.ENGINE.openStore(new StoreLimits(10 * PAGE + 1000, 100, 2), "");
        CoreInstance first = instance(store);
        assertEquals(1, call(first, "grow", 5));
        assertEquals(-1, call(first, "grow", 5));
        assertEquals(6, call(first, "grow", 1));
        CoreInstance second = instance(store);
        assertEquals(8, store.memoryPages());
        assertEquals(1, call(second, "grow", 2));
        assertEquals(-1, call(second, "grow", 1));
        assertEquals(-1, call(second, "grow", -1));
        assertEquals(-1, second.memory("memory").orElseThrow().grow(1));
        assertEquals(-1, second.memory("memory").orElseThrow().grow(-1));
        assertEquals(-1, second.memory("memory").orElseThrow().grow(Long.MAX_VALUE));
        assertEquals(3, call(second, "grow", 0));
        assertEquals(10, store.memoryPages());
    }

    @Test
    void aMemoryTooLargeAtTheStartRefusesTheInstance() {
        Store store = Guests.ENGINE.openStore(new StoreLimits(PAGE - 1, 100, 2), "");
        TrapException e = assertThrows(TrapException.class, () -> instance(store));
        assertEquals(TrapKind.RESOURCE_LIMIT, e.kind());
        assertEquals("memory of 1 pages at the start is more than the limit of 0 pages allows, of which 0 are in use", e.getMessage());
        assertThrows(TrapException.class, () -> store.memory(new ExternType.Mem(1, OptionalLong.empty(), false, false)));
    }

    @Test
    void whatTheProcessCannotGiveIsRefusedAndTheProcessSurvives() {
        Store store = Guests.ENGINE.openStore(new StoreLimits(Long.MAX_VALUE, 100, 2), "");
        CoreInstance instance = instance(store);
        assertEquals(-1, call(instance, "grow", 65535));
        assertEquals(-1, call(instance, "grow", 32766 + 1));
        assertEquals(-1, call(instance, "grow", 20_000), "the tests run with a smaller heap than that");
        assertEquals(1, call(instance, "grow", 10));
        assertEquals(11, store.memoryPages());
        assertEquals(TrapKind.RESOURCE_LIMIT,
                assertThrows(TrapException.class, () -> store.memory(new ExternType.Mem(30_000, OptionalLong.empty(), false, false))).kind());
        assertEquals(TrapKind.RESOURCE_LIMIT,
                assertThrows(TrapException.class, () -> store.memory(new ExternType.Mem(65_536, OptionalLong.empty(), false, false))).kind());
    }

    @Test
    void tablesGrowToTheStoresLimitAndNotBeyond() {
        Store store = Guests.ENGINE.openStore(new StoreLimits(PAGE, 10, 2), "");
        CoreInstance instance = instance(store);
        assertEquals(2, call(instance, "grow-table", 8));
        assertEquals(-1, call(instance, "grow-table", 1));
        assertEquals(-1, call(instance, "grow-table", -1));
        assertEquals(TrapKind.RESOURCE_LIMIT,
                assertThrows(TrapException.class, () -> store.table(new ExternType.Tab(ValueType.FUNCREF, 1, OptionalLong.empty()))).kind());
    }

    @Test
    void instancesAreCounted() {
        Store store = Guests.ENGINE.openStore(new StoreLimits(10 * PAGE, 100, 2), "");
        instance(store);
        instance(store);
        assertEquals("store has 2 instances, the limit is 2", assertThrows(TrapException.class, () -> instance(store)).getMessage());
    }

    @Test
    void aClosedStoreRunsNothing() {
        Store store = Guests.ENGINE.openStore(Guests.LIMITS, "");
        CoreInstance instance = instance(store);
        store.close();
        assertThrows(TrapException.class, () -> call(instance, "grow", 0));
        assertThrows(TrapException.class, () -> {
            int unused = (int) instance.function("grow").orElseThrow().handle().invokeExact(0);
        });
        assertThrows(TrapException.class, () -> instance(store));
        store.close();
    }

    @Test
    void segmentsThatDoNotFitTrapAtInstantiation() {
        TrapException data = assertThrows(TrapException.class, () -> Guests.prepare("bad-data").instantiate(Guests.ENGINE.openStore(Guests.LIMITS, "")));
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, data.kind());
        TrapException elements = assertThrows(TrapException.class,
                () -> Guests.prepare("bad-elements").instantiate(Guests.ENGINE.openStore(Guests.LIMITS, "")));
        assertEquals(TrapKind.OUT_OF_BOUNDS_TABLE, elements.kind());
    }

    @Test
    void aHostFunctionThatGivesTooFewResultsIsTheHostsFault() {
        CoreInstance basic = Guests.prepare(Guests.compile("basic"), Map.of("env.twice", (c, a) -> HostFunction.NOTHING, "env.note", (c, a) -> a))
                .instantiate(Guests.ENGINE.openStore(Guests.LIMITS, ""));
        TrapException e = assertThrows(TrapException.class, () -> call(basic, "four", 1));
        assertEquals(TrapKind.ENGINE_FAILURE, e.kind());
        assertArrayEquals(new long[] {3}, basic.function("add").orElseThrow().call(1, 2));
    }
}
