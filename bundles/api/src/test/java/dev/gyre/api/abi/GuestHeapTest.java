package dev.gyre.api.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongBinaryOperator;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;
import dev.gyre.test.ByteMemory;

class GuestHeapTest {
    private final ByteMemory memory = new ByteMemory();
    private long next = 1024;

    /** A guest whose allocator gives what the function says for an alignment and a size. */
    private GuestHeap heap(LongBinaryOperator allocator) {
        return GuestHeap.of(instance(Map.of("memory", memory, "canonical_abi_realloc", new CoreFunction() {
            @Override
            public ExternType.Func type() {
                return new ExternType.Func(List.of(ValueType.I32, ValueType.I32, ValueType.I32, ValueType.I32), List.of(ValueType.I32));
            }

            @Override
            public long[] call(long... args) {
                assertEquals(0, args[0]);
                assertEquals(0, args[1]);
                return new long[] {allocator.applyAsLong(args[2], args[3])};
            }

            @Override
            public MethodHandle handle() {
                throw new UnsupportedOperationException();
            }
        })));
    }

    private static CoreInstance instance(Map<String, Extern> exports) {
        return new CoreInstance() {
            @Override
            public CompiledModule module() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Store store() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<Extern> export(String name) {
                return Optional.ofNullable(exports.get(name));
            }
        };
    }

    private GuestHeap honest() {
        return heap((align, size) -> {
            long at = (next + align - 1) / align * align;
            next = at + size;
            return at;
        });
    }

    @Test
    void whatIsLoweredCanBeLiftedAgain() {
        GuestHeap heap = honest();
        GuestReader reader = new GuestReader(memory, 10_000);
        assertEquals("grüß", reader.string(heap.lower("grüß")));
        List<Map.Entry<String, String>> pairs = List.of(Map.entry("accept", "*/*"), Map.entry("x", ""), Map.entry("accept", "text/html"));
        assertEquals(pairs, reader.pairs(heap.lowerPairs(pairs)));
        assertEquals(List.of("a", "", "ü"), reader.strings(heap.lowerStrings(List.of("a", "", "ü"))));
    }

    @Test
    void nothingIsAllocatedForNothing() {
        GuestHeap heap = heap((align, size) -> {
            throw new AssertionError("the allocator was called for " + size + " bytes");
        });
        assertEquals(0, heap.lower("").length());
        assertEquals(0, heap.lowerPairs(List.of()).length());
        assertEquals(0, heap.lowerStrings(List.of()).length());
    }

    @Test
    void pointersOfAHostileAllocatorAreNotBelieved() {
        assertEquals(TrapKind.ABI_VIOLATION, refused((align, size) -> 0));
        assertEquals(TrapKind.ABI_VIOLATION, refused((align, size) -> 1026));
        assertEquals(TrapKind.ABI_VIOLATION, refused((align, size) -> 1025));
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, refused((align, size) -> 65536 - size + 4));
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, refused((align, size) -> 0xfffffffcL));
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, refused((align, size) -> Integer.MIN_VALUE));
        assertEquals(TrapKind.ABI_VIOLATION, refused((align, size) -> -1));
    }

    private TrapKind refused(LongBinaryOperator allocator) {
        byte[] before = memory.bytes.clone();
        TrapKind kind = assertThrows(TrapException.class, () -> heap(allocator).lowerPairs(List.of(Map.entry("a", "b")))).kind();
        assertTrue(java.util.Arrays.equals(before, memory.bytes), "memory was changed");
        return kind;
    }

    @Test
    void theLastBytesOfMemoryMayBeUsed() {
        GuestHeap heap = heap((align, size) -> 65536 - size);
        assertEquals(new Slice(65533, 3), heap.lower("abc"));
    }

    @Test
    void missingExportsAreNamed() {
        assertEquals("the module does not export \"memory\"", assertThrows(TrapException.class, () -> GuestHeap.of(instance(Map.of()))).getMessage());
        assertEquals("the module does not export \"canonical_abi_realloc\"",
                assertThrows(TrapException.class, () -> GuestHeap.of(instance(Map.of("memory", memory)))).getMessage());
    }
}
