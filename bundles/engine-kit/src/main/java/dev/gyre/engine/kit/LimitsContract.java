package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.Table;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** A store gives its guests what its limits say, refuses the rest, and gives all of it back. */
public abstract class LimitsContract extends EngineContract {
    private InstancePre growing;

    @BeforeEach
    final void prepareGuest() {
        growing = prepare("growing");
    }

    /** @return why */
    private static String refused(Runnable making) {
        TrapException trap = assertThrows(TrapException.class, making::run);
        assertEquals(TrapKind.RESOURCE_LIMIT, trap.kind());
        return trap.getMessage();
    }

    @Test
    void memoryGrowsToTheStoresLimitAndNotBeyond() {
        Store store = open(new StoreLimits(10 * PAGE + 1000, 100, 2), "");
        CoreInstance first = growing.instantiate(store);
        assertEquals(1, call(first, "grow", 5));
        assertEquals(-1, call(first, "grow", 5));
        assertEquals(6, call(first, "grow", 1));
        CoreInstance second = growing.instantiate(store);
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
        Store store = open(new StoreLimits(PAGE - 1, 100, 2), "");
        refused(() -> growing.instantiate(store));
        refused(() -> store.memory(new ExternType.Mem(1, OptionalLong.empty(), false, false)));
        assertEquals(0, store.memoryPages());
    }

    @Test
    void whatTheProcessCannotGiveIsRefusedAndTheProcessSurvives() {
        Store store = open(new StoreLimits(Long.MAX_VALUE, 100, 2), "");
        CoreInstance instance = growing.instantiate(store);
        assertEquals(-1, call(instance, "grow", 65535));
        assertEquals(-1, call(instance, "grow", 65536));
        assertEquals(1, call(instance, "grow", 10));
        assertEquals(11, store.memoryPages());
        refused(() -> store.memory(new ExternType.Mem(65_536, OptionalLong.empty(), false, false)));
    }

    @Test
    void tablesGrowToTheStoresLimitAndNotBeyond() {
        Store store = open(new StoreLimits(PAGE, 10, 2), "");
        CoreInstance instance = growing.instantiate(store);
        assertEquals(2, call(instance, "grow-table", 8));
        assertEquals(-1, call(instance, "grow-table", 1));
        assertEquals(-1, call(instance, "grow-table", -1));
        assertEquals(-1, ((Table) instance.export("table").orElseThrow()).grow(1));
        refused(() -> store.table(new ExternType.Tab(ValueType.FUNCREF, 1, OptionalLong.empty())));
        Store small = open(new StoreLimits(PAGE, 1, 2), "");
        refused(() -> growing.instantiate(small));
    }

    @Test
    void instancesAreCounted() {
        Store store = open(new StoreLimits(10 * PAGE, 100, 2), "");
        growing.instantiate(store);
        growing.instantiate(store);
        refused(() -> growing.instantiate(store));
        assertEquals(2, store.instances().size());
    }

    @Test
    void storesShareTheHeapTheirBudgetHolds() {
        HeapBudget heap = new HeapBudget(5 * PAGE);
        StoreLimits limits = new StoreLimits(100 * PAGE, 100, 5, heap, 0);
        Store first = open(limits, "");
        Store second = open(limits, "");
        CoreInstance growsFirst = growing.instantiate(first);
        assertEquals(PAGE, heap.used());
        assertEquals(1, call(growsFirst, "grow", 2));
        assertEquals(3 * PAGE, heap.used());
        CoreInstance growsSecond = growing.instantiate(second);
        assertEquals(-1, call(growsSecond, "grow", 2), "as if the store's own limit were reached");
        assertEquals(1, call(growsSecond, "grow", 1));
        assertEquals(-1, growsFirst.memory("memory").orElseThrow().grow(1));
        String why = refused(() -> growing.instantiate(second));
        assertTrue(why.contains("does not fit into the 5 pages all events may use together, of which 5 are in use"), why);
        refused(() -> first.memory(new ExternType.Mem(1, OptionalLong.empty(), false, false)));
        assertEquals(5 * PAGE, heap.used(), "what is refused is not kept");
        first.close();
        assertEquals(2 * PAGE, heap.used());
        assertEquals(2, call(growsSecond, "grow", 3));
        second.close();
        second.close();
        assertEquals(0, heap.used(), "closing twice gives back once");
    }

    /** Whatever ends a store, its share is free again. */
    @Test
    void aSharedBudgetIsWholeAgainAfterThousandsOfStores() throws InterruptedException {
        HeapBudget heap = new HeapBudget(7 * PAGE);
        AtomicLong refusals = new AtomicLong();
        List<GuestThreads.Running> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(GuestThreads.start(engine(), true, () -> {
                for (int i = 0; i < 250; i++) {
                    try (Store store = engine().openStore(new StoreLimits(100 * PAGE, 100, 5, heap, 0), "")) {
                        CoreInstance instance = growing.instantiate(store);
                        long grown = call(instance, "grow", i % 4);
                        refusals.addAndGet(grown < 0 ? 1 : 0);
                        if (i % 7 == 0) {
                            store.interrupt(TrapKind.DEADLINE);
                        } else if (i % 7 == 1) {
                            store.poison();
                        }
                    } catch (TrapException e) {
                        assertEquals(TrapKind.RESOURCE_LIMIT, e.kind());
                        refusals.incrementAndGet();
                    }
                }
            }));
        }
        for (GuestThreads.Running thread : threads) {
            Throwable thrown = thread.join().get();
            if (thrown != null) {
                throw new AssertionError(thrown);
            }
        }
        assertEquals(0, heap.used());
        assertTrue(heap.take(heap.limit()) && !heap.take(1));
    }

    @Test
    void aClosedStoreRunsNothing() {
        Store store = open();
        CoreInstance instance = growing.instantiate(store);
        LinearMemory memory = instance.memory("memory").orElseThrow();
        store.close();
        assertThrows(TrapException.class, () -> call(instance, "grow", 0));
        assertThrows(TrapException.class, () -> {
            int unused = (int) instance.function("grow").orElseThrow().handle().invokeExact(0);
        });
        assertThrows(TrapException.class, () -> growing.instantiate(store));
        assertThrows(TrapException.class, () -> memory.readByte(0));
        assertThrows(TrapException.class, () -> memory.writeByte(0, (byte) 1));
        assertEquals(-1, memory.grow(1));
        store.close();
        store.interrupt(TrapKind.DEADLINE);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void segmentsThatDoNotFitTrapAtInstantiation() {
        InstancePre data = prepare("bad-data");
        InstancePre elements = prepare("bad-elements");
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, assertThrows(TrapException.class, () -> data.instantiate(open())).kind());
        assertEquals(TrapKind.OUT_OF_BOUNDS_TABLE, assertThrows(TrapException.class, () -> elements.instantiate(open())).kind());
    }

    @Test
    void hostAccessOutsideAMemoryTrapsAndChangesNothing() {
        LinearMemory memory = growing.instantiate(open()).memory("memory").orElseThrow();
        byte[] bytes = new byte[100];
        List<Runnable> accesses = List.of(() -> memory.readByte((int) PAGE), () -> memory.readShort((int) PAGE - 1), () -> memory.readInt((int) PAGE - 3),
                () -> memory.readLong((int) PAGE - 7), () -> memory.readByte(-1), () -> memory.readLong(-8), () -> memory.readInt(Integer.MIN_VALUE),
                () -> memory.writeByte((int) PAGE, (byte) 1), () -> memory.writeShort((int) PAGE - 1, (short) -1), () -> memory.writeInt((int) PAGE - 3, -1),
                () -> memory.writeLong((int) PAGE - 7, -1), () -> memory.writeLong(-8, -1), () -> memory.read((int) PAGE - 99, bytes, 0, 100),
                () -> memory.read(-1, bytes, 0, 1), () -> memory.write((int) PAGE - 99, bytes, 0, 100), () -> memory.write(-1, bytes, 0, 2),
                () -> memory.fill((int) PAGE - 5, 6, (byte) 9), () -> memory.fill(0, -1, (byte) 9), () -> memory.fill(-1, 1, (byte) 9),
                () -> memory.copy(0, (int) PAGE - 5, 6), () -> memory.copy((int) PAGE - 5, 0, 6), () -> memory.copy(0, 0, -1),
                () -> memory.read(0, -1), () -> memory.read((int) PAGE, 1), () -> memory.readString(-2, 3));
        for (int i = 0; i < accesses.size(); i++) {
            int n = i;
            assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, assertThrows(TrapException.class, () -> accesses.get(n).run(), "access " + n).kind());
        }
        assertEquals(PAGE, IntStream.range(0, (int) PAGE).filter(i -> memory.readByte(i) == 0).count());
        memory.fill((int) PAGE, 0, (byte) 1);
        memory.copy((int) PAGE, (int) PAGE, 0);
        memory.write((int) PAGE, bytes, 0, 0);
        memory.writeLong((int) PAGE - 8, 0x0807060504030201L);
        memory.copy((int) PAGE - 8, (int) PAGE - 6, 6);
        assertEquals(0x0605040302010201L, memory.readLong((int) PAGE - 8), "ranges overlap");
        assertEquals(0x0201, memory.readShort((int) PAGE - 8));
    }
}
