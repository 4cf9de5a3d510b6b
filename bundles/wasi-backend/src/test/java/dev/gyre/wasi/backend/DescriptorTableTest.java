package dev.gyre.wasi.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DescriptorTableTest {
    private final List<String> closed = new ArrayList<>();
    private final DescriptorTable<String> table = new DescriptorTable<>(4, closed::add);

    @Test
    void aNewDescriptorGetsTheLowestFreeNumber() {
        assertEquals(0, table.add("a"));
        assertEquals(1, table.add("b"));
        assertEquals(2, table.add("c"));
        table.close(0);
        table.close(1);
        assertEquals(0, table.add("d"));
        assertEquals(1, table.add("e"));
        assertEquals(3, table.add("f"));
        assertEquals(List.of("a", "b"), closed);
    }

    @Test
    void beyondTheLimitNothingIsKeptOpen() {
        for (String s : List.of("a", "b", "c", "d")) {
            table.add(s);
        }
        fails(WasiError.TOO_MANY_DESCRIPTORS, () -> table.add("e"));
        assertEquals(List.of("e"), closed);
        table.close(2);
        assertEquals(2, table.add("f"));
    }

    @Test
    void numbersThatAreNotOpenAreRefused() {
        table.add("a");
        table.add("b");
        table.close(0);
        for (int bad : new int[] {0, 2, 3, 4, 1024, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            fails(WasiError.BAD_DESCRIPTOR, () -> table.get(bad));
            fails(WasiError.BAD_DESCRIPTOR, () -> table.close(bad));
            fails(WasiError.BAD_DESCRIPTOR, () -> table.renumber(1, bad));
            fails(WasiError.BAD_DESCRIPTOR, () -> table.renumber(bad, 1));
        }
        assertEquals("b", table.get(1));
    }

    @Test
    void renumberingClosesTheTargetOnceAndFreesTheSource() {
        table.add("a");
        table.add("b");
        table.add("c");
        table.renumber(0, 2);
        assertEquals(List.of("c"), closed);
        assertEquals("a", table.get(2));
        fails(WasiError.BAD_DESCRIPTOR, () -> table.get(0));
        assertEquals(0, table.add("d"));
        table.close();
        assertEquals(List.of("c", "d", "b", "a"), closed);
    }

    @Test
    void renumberingOntoItselfChangesNothing() {
        table.add("a");
        table.renumber(0, 0);
        assertEquals("a", table.get(0));
        assertEquals(List.of(), closed);
    }

    @Test
    void renumberingForEverLeaksNothing() {
        for (int i = 0; i < 10_000; i++) {
            int from = table.add("x" + i);
            int to = table.add("y" + i);
            table.renumber(from, to);
            table.close(to);
        }
        assertEquals(20_000, closed.size());
        assertEquals(0, table.add("z"));
    }

    private static void fails(WasiError expected, Executable call) {
        assertEquals(expected, assertThrows(WasiException.class, call).error());
    }
}
