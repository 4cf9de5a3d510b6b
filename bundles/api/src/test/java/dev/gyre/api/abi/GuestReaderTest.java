package dev.gyre.api.abi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.test.ByteMemory;

/** A guest may put anything where the host reads: it gets a trap, never the host's memory or time. */
class GuestReaderTest {
    private static final int LAST = 1 << 16;

    private final ByteMemory memory = new ByteMemory();
    private final GuestReader reader = new GuestReader(memory, 1000);

    private static TrapKind kind(Executable reading) {
        return assertThrows(TrapException.class, reading).kind();
    }

    @Test
    void emptyValuesReadNothingWhereverTheyPoint() {
        assertArrayEquals(new byte[0], reader.bytes(new Slice(-1, 0)));
        assertEquals("", reader.string(new Slice(LAST + 5, 0)));
        assertEquals(List.of(), reader.pairs(new Slice(-8, 0)));
        assertEquals(List.of(), reader.strings(new Slice(-8, 0)));
    }

    @Test
    void lengthsOverTheLimitAreRefusedBeforeAnythingIsAllocated() {
        assertEquals(TrapKind.ABI_VIOLATION, kind(() -> reader.bytes(new Slice(0, 1001))));
        assertEquals(TrapKind.ABI_VIOLATION, kind(() -> reader.bytes(new Slice(0, -1))));
        assertEquals(TrapKind.ABI_VIOLATION, kind(() -> reader.bytes(new Slice(0, Integer.MIN_VALUE))));
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x10000001, 0x08000000, 63}) {
            assertEquals(TrapKind.ABI_VIOLATION, kind(() -> reader.pairs(new Slice(0, length))), "" + length);
        }
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x20000001, 126}) {
            assertEquals(TrapKind.ABI_VIOLATION, kind(() -> reader.strings(new Slice(0, length))), "" + length);
        }
        assertEquals(1000, reader.bytes(new Slice(0, 1000)).length);
    }

    @Test
    void whatLiesOutsideMemoryIsATrap() {
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, kind(() -> reader.bytes(new Slice(LAST - 9, 10))));
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, kind(() -> reader.bytes(new Slice(-1, 1))));
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, kind(() -> reader.bytes(new Slice(-10, 20))));
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, kind(() -> reader.pairs(new Slice(LAST - 15, 1))));
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, kind(() -> reader.strings(new Slice(LAST - 7, 1))));
        memory.writeInt(0, LAST - 1);
        memory.writeInt(4, 2);
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, kind(() -> reader.pairs(new Slice(0, 1))));
    }

    /** Many entries that point to the same bytes take little of the guest and much of the host. */
    @Test
    void theSumOfAListCountsNotEachEntry() {
        for (int i = 0; i < 60; i++) {
            memory.writeInt(16 * i + 4, 10);
            memory.writeInt(16 * i + 12, 10);
        }
        assertEquals(TrapKind.ABI_VIOLATION, kind(() -> reader.pairs(new Slice(0, 60))));
        for (int i = 0; i < 120; i++) {
            memory.writeInt(8 * i, 0);
            memory.writeInt(8 * i + 4, 10);
        }
        assertEquals(TrapKind.ABI_VIOLATION, kind(() -> reader.strings(new Slice(0, 120))));
    }

    @Test
    void lengthsThatAddUpPastTheirTypeAreStillRefused() {
        for (int i = 0; i < 4; i++) {
            memory.writeInt(16 * i + 4, -1);
            memory.writeInt(16 * i + 12, -1);
        }
        assertEquals(TrapKind.ABI_VIOLATION, kind(() -> reader.pairs(new Slice(0, 4))));
    }

    @Test
    void textThatIsNoUtf8IsRefused() {
        for (byte[] bad : List.of(new byte[] {(byte) 0x80}, new byte[] {(byte) 0xc0, (byte) 0x80}, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {(byte) 0xf5, 0, 0, 0}, new byte[] {'a', (byte) 0xe2, (byte) 0x82})) {
            memory.write(100, bad);
            assertEquals(TrapKind.ABI_VIOLATION, kind(() -> reader.string(new Slice(100, bad.length))));
        }
        memory.write(100, "\u0000é😀".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertEquals("\u0000é😀", reader.string(new Slice(100, 7)));
    }

    @Test
    void tagsAreNothingButZeroAndOne() {
        assertFalse(GuestReader.flag(0));
        assertTrue(GuestReader.flag(1));
        for (int tag : new int[] {2, -1, 255, 256, Integer.MIN_VALUE}) {
            assertEquals(TrapKind.ABI_VIOLATION, kind(() -> GuestReader.flag(tag)));
        }
    }

    @Test
    void noiseIsReadOrRefusedAndNothingElse() {
        Random random = new Random(7);
        random.nextBytes(memory.bytes);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            Slice slice = new Slice(random.nextInt(), random.nextInt() >>> random.nextInt(32));
            try {
                switch (i % 4) {
                    case 0 -> reader.bytes(slice);
                    case 1 -> reader.string(slice);
                    case 2 -> reader.pairs(slice);
                    default -> reader.strings(slice);
                }
            } catch (TrapException e) {
                refused++;
            }
        }
        assertTrue(refused > 10_000);
    }

    @Test
    void anAreaIsTheSameInBothLayouts() {
        for (CoreLayout layout : CoreLayout.values()) {
            ReturnArea area = new ReturnArea(memory, 512, layout);
            memory.fill(512, 64, (byte) 0xff);
            area.u16(0, 0, 65535);
            area.tag(1, 4, 1);
            area.slice(2, 8, new Slice(7, -9));
            area.tag(4, 16, 0);
            area.s64(5, 24, Long.MIN_VALUE);
            assertEquals(65535, area.u16(0, 0));
            assertEquals(1, area.tag(1, 4));
            assertEquals(new Slice(7, -9), area.slice(2, 8));
            assertEquals(0, area.tag(4, 16));
            assertEquals(Long.MIN_VALUE, memory.readLong(512 + (layout == CoreLayout.SLOTS ? 40 : 24)));
            assertEquals(layout == CoreLayout.SLOTS ? 1 : 0xffffff01, memory.readInt(512 + (layout == CoreLayout.SLOTS ? 8 : 4)));
        }
    }

    @Test
    void anAreaOutsideMemoryIsATrapInBothDirections() {
        for (CoreLayout layout : CoreLayout.values()) {
            for (int base : new int[] {-1, -4, LAST - 1, LAST, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                ReturnArea area = new ReturnArea(memory, base, layout);
                assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, kind(() -> area.slice(2, 8)), layout + " " + base);
                assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, kind(() -> area.i32(2, 8, 1)), layout + " " + base);
            }
        }
    }

    @Test
    void pairsKeepTheirOrderAndDuplicates() {
        memory.write(100, "setcookie".getBytes());
        int[] words = {100, 3, 103, 6, 100, 3, 103, 0};
        for (int i = 0; i < words.length; i++) {
            memory.writeInt(4 * i, words[i]);
        }
        assertEquals(List.of(Map.entry("set", "cookie"), Map.entry("set", "")), reader.pairs(new Slice(0, 2)));
    }
}
