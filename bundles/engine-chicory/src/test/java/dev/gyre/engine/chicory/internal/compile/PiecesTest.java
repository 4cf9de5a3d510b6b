package dev.gyre.engine.chicory.internal.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleWriter;
import dev.gyre.wasm.Op;
import dev.gyre.wasm.SectionEntry;
import dev.gyre.wasm.WasmOutput;

/** A module so large that Chicory is given pieces of it. */
class PiecesTest {
    private static final int FUNCTIONS = 4000;
    /** Calls go this far back, most of them to another piece. */
    private static final int BACK = 901;
    private static final int MEMORY_INIT = 0xfc0008;
    private static final int I32_LOAD8_U = 0x2d;

    private final ChicoryEngine engine = new ChicoryEngine();

    /** Function n adds 1 and calls n - {@link #BACK}, by the table when n is odd; the lowest ones add what the module's data is. */
    private static byte[] module(Map<Integer, BiConsumer<WasmOutput, Integer>> others) {
        return new ModuleWriter()
                .section(SectionEntry.TYPE, List.of(0), (out, t) -> out.u8(0x60).u8(1).u8(0x7f).u8(1).u8(0x7f))
                .section(SectionEntry.FUNCTION, Collections.nCopies(FUNCTIONS, 0), WasmOutput::u32)
                .section(SectionEntry.TABLE, List.of(0), (out, t) -> out.u8(0x70).u8(0).u32(FUNCTIONS))
                .section(SectionEntry.MEMORY, List.of(0), (out, m) -> out.u8(0).u32(1))
                .section(SectionEntry.EXPORT, List.of("f"), (out, name) -> out.name(name).u8(0).u32(FUNCTIONS - 1))
                .section(SectionEntry.ELEMENT, List.of(0), (out, e) -> {
                    out.u8(0).op(Op.I32_CONST).s32(0).op(Op.END).u32(FUNCTIONS);
                    IntStream.range(0, FUNCTIONS).forEach(out::u32);
                })
                .section(SectionEntry.DATA_COUNT, new byte[] {2})
                .section(SectionEntry.CODE, IntStream.range(0, FUNCTIONS).boxed().toList(), (out, n) -> out.sized(body(n, others)))
                .section(SectionEntry.DATA, List.of(1, 0), (out, kind) -> {
                    out.u8(kind);
                    if (kind == 0) {
                        out.op(Op.I32_CONST).s32(8).op(Op.END);
                    }
                    out.sized(new byte[] {(byte) (40 + 20 * kind)});
                })
                .toBytes();
    }

    private static byte[] body(int n, Map<Integer, BiConsumer<WasmOutput, Integer>> others) {
        WasmOutput out = new WasmOutput().u8(0);
        for (int i = 0; i < 60; i++) {
            out.op(Op.NOP);
        }
        others.getOrDefault(n, PiecesTest::code).accept(out, n);
        return out.op(Op.END).toByteArray();
    }

    private static void code(WasmOutput out, int n) {
        if (n < BACK) {
            out.op(Op.I32_CONST).s32(0).op(Op.I32_CONST).s32(0).op(Op.I32_CONST).s32(1).op(MEMORY_INIT).u32(0).u8(0);
            for (int address : new int[] {0, 8}) {
                out.op(Op.I32_CONST).s32(address).op(I32_LOAD8_U).u32(0).u32(0);
            }
            out.op(Op.I32_ADD).op(Op.LOCAL_GET).u32(0).op(Op.I32_ADD);
            return;
        }
        out.op(Op.LOCAL_GET).u32(0).op(Op.I32_CONST).s32(1).op(Op.I32_ADD);
        if (n % 2 == 0) {
            out.op(Op.CALL).u32(n - BACK);
        } else {
            out.op(Op.I32_CONST).s32(n - BACK).op(Op.CALL_INDIRECT).u32(0).u32(0);
        }
    }

    @Test
    void functionsOfAllPiecesCallEachOther() {
        byte[] wasm = module(Map.of());
        Set<Integer> pieces = Collections.synchronizedSet(new TreeSet<>());
        ModuleBinary binary = ModuleBinary.read(wasm);
        new ParsedModule(binary, true).forEachPiece(256, CompileOptions.Progress.IGNORED, (piece, parsed) -> {
            pieces.add(piece.from());
            assertEquals(FUNCTIONS, parsed.codeSection().functionBodyCount());
            assertEquals(FUNCTIONS - (piece.to() - piece.from()),
                    IntStream.range(0, FUNCTIONS).filter(f -> parsed.codeSection().getFunctionBody(f).instructions().size() == 2).count());
        });
        assertTrue(pieces.size() > 2 && pieces.stream().allMatch(from -> from % 256 == 0), pieces.toString());
        CoreInstance instance = engine.compile(wasm, CompileOptions.uncached("large")).prepare(List.of())
                .instantiate(engine.openStore(new StoreLimits(1 << 24, FUNCTIONS, 10), ""));
        int calls = (FUNCTIONS - 1) / BACK;
        assertArrayEquals(new long[] {7 + calls + 60 + 40}, instance.function("f").orElseThrow().call(7));
    }

    /** However threads run. */
    @Test
    void theFirstOfSeveralFunctionsThatAreNotValidIsTheReason() {
        byte[] wasm = module(Map.of(1200, (out, n) -> out.op(Op.LOCAL_GET).u32(77), 2500, (out, n) -> out.op(Op.LOCAL_GET).u32(88),
                3999, (out, n) -> out.op(Op.LOCAL_GET).u32(99)));
        for (int i = 0; i < 5; i++) {
            String message = assertThrows(ModuleException.class, () -> engine.compile(wasm, CompileOptions.uncached("wrong"))).getMessage();
            assertTrue(message.startsWith("no valid module: ") && message.contains("77"), message);
        }
        assertEquals(0, engine.compilations());
    }

    @Test
    void progressBeginsBeforeTheFirstFunctionIsCompiledAndEndsWhenAllIsDone() {
        List<Long> told = Collections.synchronizedList(new ArrayList<>());
        engine.compile(module(Map.of()), new CompileOptions("large", CompileCache.NONE, (done, of) -> {
            assertEquals(1000, of);
            told.add(done);
        }));
        assertEquals(told.stream().sorted().distinct().toList(), told);
        assertTrue(told.getFirst() < 100 && told.size() > 6, told.toString());
        assertEquals(1000, told.getLast());
    }
}
