package dev.gyre.wasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import com.dylibso.chicory.wasm.types.OpCode;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleProfile;
import org.junit.jupiter.api.Test;

class ModuleBinaryTest {
    private final ModuleBinary module = ModuleBinary.read(Wasm.resource("features.wasm"));

    ModuleBinaryTest() throws IOException {
    }

    @Test
    void tellsImportsExportsAndTypes() {
        assertEquals(List.of("\"env\" \"log\" function", "\"env\" \"base\" global", "\"env\" \"counter\" global"),
                module.imports().stream().map(ImportEntry::toString).toList());
        assertEquals(List.of(new ExportEntry("run", EntityKind.FUNCTION, 4), new ExportEntry("g", EntityKind.GLOBAL, 2)), module.exports());
        assertEquals(OptionalInt.of(1), module.start());
        assertEquals("(i32) -> i32", module.typeOf(4).orElseThrow().toString());
        assertEquals("() -> (i32, f64)", module.typeOf(3).orElseThrow().toString());
        assertEquals(Optional.empty(), module.typeOf(5));
    }

    @Test
    void tellsSegmentsTablesAndMemories() {
        assertEquals(3, module.elements().size());
        assertArrayEquals(new int[] {2, 1}, module.elements().getFirst().functions());
        assertTrue(module.elements().get(1).offset().isEmpty() && !module.elements().get(1).declared());
        assertTrue(module.elements().get(2).declared());
        assertEquals(5, module.data().getFirst().data().length());
        assertEquals(new EntityType.Memory(new Limits(2, OptionalLong.of(5), false, false)), module.all(EntityKind.MEMORY).getFirst());
        assertEquals(ValType.EXTERNREF, ((EntityType.Table) module.all(EntityKind.TABLE).get(1)).type());
    }

    @Test
    void tellsLocalsAndNames() {
        assertEquals(List.of(new CodeBody.Run(1, ValType.I32), new CodeBody.Run(1, ValType.V128), new CodeBody.Run(1, ValType.EXTERNREF),
                new CodeBody.Run(2, ValType.I64)), module.body(4).orElseThrow().locals());
        assertEquals("twice", NameSection.functions(module).get(2));
    }

    @Test
    void profilesFeaturesAndSizes() {
        ModuleProfile profile = ModuleProfiler.profile(module);
        assertEquals(EnumSet.of(Feature.BULK_MEMORY, Feature.SIGN_EXTENSION, Feature.SATURATING_TRUNCATION, Feature.MULTI_VALUE, Feature.MUTABLE_GLOBALS,
                Feature.REFERENCE_TYPES, Feature.EXTENDED_CONST, Feature.SIMD, Feature.LEGACY_EXCEPTIONS, Feature.TAIL_CALLS, Feature.THREADS,
                Feature.MULTI_MEMORY), profile.features());
        assertEquals(4, profile.functions());
        assertEquals(4, profile.largestFunction());
        assertEquals(module.bodies().getLast().length(), profile.largestFunctionBytes());
        assertEquals(3, profile.memoryPages());
        assertEquals(OptionalLong.empty(), profile.maxMemoryPages());
        assertEquals(6, profile.tableElements());
    }

    @Test
    void knowsEveryInstructionChicoryKnows() {
        for (OpCode op : OpCode.values()) {
            int ours = op.opcode() > 0xff ? op.opcode() >> 8 << 16 | op.opcode() & 0xff : op.opcode();
            assertTrue(Op.known(ours), () -> op + " " + Op.toString(ours));
        }
    }

    @Test
    void writesAModuleBackAsItWas() {
        ModuleWriter writer = new ModuleWriter();
        module.sections().forEach(s -> writer.copy(module, s));
        assertArrayEquals(module.bytes(), writer.toBytes());
    }

    @Test
    void numbersAreReadAsTheyWereWritten() {
        WasmOutput out = new WasmOutput();
        long[] numbers = {0, 1, -1, 63, 64, -64, -65, 127, 128, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
        for (long n : numbers) {
            out.s64(n).u64(n).s32((int) n);
        }
        WasmInput in = new WasmInput(out.toByteArray(), 0, out.size(), "test");
        for (long n : numbers) {
            assertEquals(n, in.s64());
            assertEquals(n, in.u64());
            assertEquals((int) n, in.s32());
        }
    }
}
