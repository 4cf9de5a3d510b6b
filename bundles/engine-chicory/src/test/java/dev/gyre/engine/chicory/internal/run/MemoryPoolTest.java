package dev.gyre.engine.chicory.internal.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.engine.chicory.internal.code.Linear;

/** Memories given to the next event are as if new, and doubtful ones are never given. */
class MemoryPoolTest {
    private static final int BYTES = 3 << 16;
    private final ChicoryEngine engine = new ChicoryEngine();
    private final GuestModule module = (GuestModule) engine.compile(guest("stores"), CompileOptions.uncached("stores"));
    private final MemoryPool pool = module.pools().getFirst();
    private final InstancePre pre = module.prepare(List.of(new ImportBinding.Host(
            new HostFunction("env.exit", new ExternType.Func(List.of(), List.of()), (caller, args) -> {
                throw new GuestExit(0);
            }))));

    private static byte[] guest(String name) {
        try (var in = MemoryPoolTest.class.getResourceAsStream("/guests/" + name + ".wasm")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Store open() {
        return engine.openStore(new StoreLimits(1 << 20, 100, 10), "");
    }

    /** One event. @return the array its memory used */
    private byte[] event(Consumer<CoreInstance> body) {
        try (Store store = open()) {
            CoreInstance instance = pre.instantiate(store);
            byte[] array = ((GuestMemory) instance.memory("memory").orElseThrow()).linear().bytes();
            body.accept(instance);
            return array;
        }
    }

    @Test
    void noByteOfOneEventIsVisibleToTheNext() {
        byte[] first = event(i -> { }).clone();
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            event(instance -> {
                LinearMemory memory = instance.memory("memory").orElseThrow();
                assertEquals(-1, Arrays.mismatch(first, memory.read(0, BYTES)), "a canary of an earlier event");
                for (int i = 0; i < 20; i++) {
                    int at = random.nextBoolean() ? random.nextInt(BYTES - 9000) : (random.nextInt(BYTES / 4096 - 4) + 1) * 4096 - random.nextInt(9);
                    long canary = 0xa5a5a5a5a5a5a5a5L ^ random.nextInt(8192);
                    int kind = random.nextInt(20);
                    if (kind < 13) {
                        instance.function("write").orElseThrow().call(kind, at, canary);
                    } else {
                        writeFromHost(memory, kind, at, canary);
                    }
                }
            });
            assertEquals(1, pool.size());
        }
    }

    private static void writeFromHost(LinearMemory memory, int kind, int at, long canary) {
        switch (kind) {
            case 13 -> memory.writeByte(at, (byte) canary);
            case 14 -> memory.writeShort(at, (short) canary);
            case 15 -> memory.writeInt(at, (int) canary);
            case 16 -> memory.writeLong(at, canary);
            case 17 -> memory.fill(at, (int) canary & 8191, (byte) 99);
            case 18 -> memory.copy(4090, at, (int) canary & 8191);
            default -> memory.write(at, new byte[] {1, 2, 3, 4, 5});
        }
    }

    @Test
    void aMemoryIsUsedAgainAfterAGoodEventAndAfterAnExit() {
        byte[] first = event(i -> i.function("write").orElseThrow().call(0, 5, 5));
        byte[] second = event(i -> assertThrows(GuestExit.class, () -> i.function("exit").orElseThrow().call()));
        byte[] third = event(i -> { });
        assertSame(first, second);
        assertSame(first, third);
    }

    @Test
    void aMemoryIsDroppedAfterATrapAnInterruptOrPoison() {
        dropped(i -> assertThrows(TrapException.class, () -> i.function("trap").orElseThrow().call()));
        dropped(i -> i.store().interrupt(TrapKind.DEADLINE));
        dropped(i -> i.store().poison());
        dropped(i -> assertThrows(TrapException.class, () -> i.function("write").orElseThrow().call(2, -1, 0)));
    }

    private void dropped(Consumer<CoreInstance> body) {
        byte[] used = event(body);
        assertEquals(0, pool.size());
        assertNotSame(used, event(i -> { }));
        assertEquals(1, pool.size());
    }

    @Test
    void aMemoryThatGrewIsLikeNewInBothSizes() {
        byte[] first = event(i -> { }).clone();
        Random random = new Random(2);
        for (int round = 0; round < 100; round++) {
            event(instance -> {
                LinearMemory memory = instance.memory("memory").orElseThrow();
                assertEquals(-1, Arrays.mismatch(first, memory.read(0, BYTES)), "a canary of an earlier event");
                byte[] before = scribble(instance, random, BYTES);
                assertEquals(3, memory.grow(1 + random.nextInt(2)));
                assertEquals(-1, Arrays.mismatch(before, memory.read(0, BYTES)), "growing keeps what was written");
                int bytes = (int) memory.pages() << 16;
                assertArrayEquals(new byte[bytes - BYTES], memory.read(BYTES, bytes - BYTES), "new pages are zero");
                before = scribble(instance, random, bytes);
                instance.function("grow").orElseThrow().call();
                assertEquals(-1, Arrays.mismatch(before, memory.read(0, bytes)));
                scribble(instance, random, bytes + 65536);
            });
        }
        assertEquals(4, pool.size(), "one of each size");
    }

    /** Writes at random places of the first {@code bytes}. @return what they hold then */
    private static byte[] scribble(CoreInstance instance, Random random, int bytes) {
        for (int i = 0; i < 10; i++) {
            int at = random.nextBoolean() ? random.nextInt(bytes - 8) : (random.nextInt(bytes / 4096 - 2) + 1) * 4096 - random.nextInt(9);
            instance.function("write").orElseThrow().call(random.nextInt(9), at, random.nextLong());
        }
        return instance.memory("memory").orElseThrow().read(0, bytes);
    }

    @Test
    void whatIsMostlyWrittenIsCopiedAsItIsWhenItGrows() {
        byte[][] first = new byte[1][];
        event(i -> first[0] = i.memory("memory").orElseThrow().read(0, BYTES));
        byte[] written = new byte[BYTES];
        Arrays.fill(written, (byte) 7);
        event(i -> {
            LinearMemory memory = i.memory("memory").orElseThrow();
            memory.fill(0, BYTES, (byte) 7);
            assertEquals(3, memory.grow(1));
            assertArrayEquals(written, memory.read(0, BYTES));
            assertArrayEquals(new byte[65536], memory.read(BYTES, 65536));
        });
        assertEquals(1, pool.size(), "the smaller one is not kept");
        Linear again = pool.take(4);
        assertEquals(-1, Arrays.mismatch(first[0], 0, BYTES, again.bytes(), 0, BYTES), "it is like the image again");
        assertArrayEquals(new int[again.cards().length], again.cards());
    }

    @Test
    void theTrapOfAnEventThatGrewDropsWhatItHas() {
        event(i -> {
            i.memory("memory").orElseThrow().grow(1);
            assertThrows(TrapException.class, () -> i.function("trap").orElseThrow().call());
        });
        assertEquals(1, pool.size(), "only what it gave back before is kept");
        assertEquals(3L << 16, pool.take(3).bytes().length);
    }

    @Test
    void whoKeepsAMemoryBeyondItsEventSeesNothing() {
        LinearMemory[] kept = new LinearMemory[1];
        event(i -> kept[0] = i.memory("memory").orElseThrow());
        event(i -> {
            i.function("write").orElseThrow().call(6, 64, 0x5ec4e7L);
            assertThrows(TrapException.class, () -> kept[0].readLong(64));
            assertThrows(TrapException.class, () -> kept[0].writeByte(0, (byte) 1));
            assertEquals(-1, kept[0].grow(1));
            assertEquals(0, kept[0].pages());
        });
    }

    @Test
    void twoInstancesOfOneStoreHaveTwoMemories() {
        try (Store store = open()) {
            LinearMemory a = pre.instantiate(store).memory("memory").orElseThrow();
            LinearMemory b = pre.instantiate(store).memory("memory").orElseThrow();
            a.writeInt(100, 1);
            assertEquals(0, b.readInt(100));
        }
        assertEquals(2, pool.size());
    }

    @Test
    void thePoolKeepsNoMoreThanItsShare() {
        MemoryImage image = new MemoryImage(new byte[] {1}, 5, 1);
        PoolBudget budget = new PoolBudget(4 << 16);
        MemoryPool first = new MemoryPool(image, budget);
        give(first, 10);
        assertEquals(4, first.size());
        MemoryPool second = new MemoryPool(image, budget);
        give(second, 10);
        assertEquals(2, second.size());
        first.take(1);
        first.take(1);
        first.take(1);
        give(first, 10);
        assertEquals(2, first.size());
        MemoryPool none = new MemoryPool(image, new PoolBudget(0));
        give(none, 1);
        assertEquals(0, none.size());
    }

    private static void give(MemoryPool pool, int times) {
        for (int i = 0; i < times; i++) {
            pool.give(new MemoryImage(new byte[] {1}, 5, 1).fresh(1));
        }
    }

    /** Nothing limits what a module declares when it is compiled; stores do when it is instantiated. */
    @Test
    void segmentsFarApartDoNotMakeAHugeImage() {
        GuestModule sparse = (GuestModule) engine.compile(guest("sparse"), CompileOptions.uncached("sparse"));
        assertTrue(sparse.pools().isEmpty());
        try (Store store = engine.openStore(new StoreLimits(600 * 65536L, 100, 10), "")) {
            LinearMemory memory = sparse.prepare(List.of()).instantiate(store).memory("memory").orElseThrow();
            assertEquals("ab", memory.readString(0, 1) + memory.readString(500 * 65536 - 1, 1));
        }
        try (Store store = open()) {
            InstancePre refused = sparse.prepare(List.of());
            assertEquals(TrapKind.RESOURCE_LIMIT, assertThrows(TrapException.class, () -> refused.instantiate(store)).kind());
        }
    }

    /** A value's write marks the card it begins in alone. */
    @Test
    void aWriteAcrossTwoCardsIsUndoneInBoth() {
        for (int at = 4096 - 8; at <= 4096; at++) {
            int address = at;
            byte[] first = event(i -> { }).clone();
            event(i -> i.function("write").orElseThrow().call(6, address, -1));
            event(i -> assertEquals(-1, Arrays.mismatch(first, i.memory("memory").orElseThrow().read(0, BYTES))));
            event(i -> i.function("write").orElseThrow().call(8, BYTES - 8, -1));
            event(i -> assertEquals(-1, Arrays.mismatch(first, i.memory("memory").orElseThrow().read(0, BYTES))));
        }
    }

    @Test
    void aWriteThatMarkedNoCardIsFound() {
        MemoryImage image = new MemoryImage(new byte[] {1, 2, 3}, 4094, 1);
        for (int at : new int[] {0, 4093, 4094, 4095, 4096, 4097, 65535}) {
            Linear linear = image.fresh(1);
            assertTrue(image.matches(linear));
            linear.bytes()[at] ^= 4;
            assertFalse(image.matches(linear));
            image.restore(linear);
            assertFalse(image.matches(linear));
            linear.cards()[at >> 12] = 1;
            image.restore(linear);
            assertTrue(image.matches(linear));
        }
        MemoryPool strict = new MemoryPool(image, new PoolBudget(1 << 20));
        Linear tampered = image.fresh(1);
        tampered.bytes()[9] = 9;
        assertThrows(AssertionError.class, () -> strict.give(tampered), "the check is on in tests");
        assertEquals(0, strict.size());
    }

    @Test
    void anImageSomebodyWroteToIsFound() {
        GuestModule tables = (GuestModule) engine.compile(guest("tables"), CompileOptions.uncached("tables"));
        Runnable event = () -> {
            try (Store store = open()) {
                CoreInstance instance = tables.prepare(List.of()).instantiate(store);
                assertEquals(1, instance.function("call").orElseThrow().call(0)[0]);
                instance.function("swap").orElseThrow().call();
                assertEquals(2, instance.function("call").orElseThrow().call(0)[0]);
            }
        };
        event.run();
        event.run();
        tables.layout().tables().getFirst().image()[0] = 1;
        assertThrows(AssertionError.class, () -> tables.verify());
    }
}
