package dev.gyre.wasm.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ModuleWriter;
import dev.gyre.wasm.SectionEntry;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.WasmOutput;

/**
 * Valid modules made at random that always end: every loop and every call takes fuel from a global. Floating-point values never
 * reach memory or results, as bits of NaN may differ. Export {@code run} takes an i32, an i64 and an f64 and gives an i64.
 */
final class RandomModule {
    static final int GLOBALS = 5;
    static final FuncType RUN = new FuncType(List.of(ValType.I32, ValType.I64, ValType.F64), List.of(ValType.I64));
    private static final int FUEL = 80;
    private static final List<ValType> TYPES = List.of(ValType.I32, ValType.I32, ValType.I64, ValType.F32, ValType.F64, ValType.FUNCREF);

    private final Random random;
    private final List<FuncType> types = new ArrayList<>();
    private final List<FuncType> functions = new ArrayList<>();

    RandomModule(long seed) {
        this.random = new Random(seed);
    }

    byte[] make() {
        types.add(new FuncType(List.of(ValType.I32), List.of()));
        int count = 2 + random.nextInt(3);
        for (int i = 0; i + 1 < count; i++) {
            functions.add(new FuncType(values(5), values(3)));
        }
        functions.add(RUN);
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add(new RandomBody(random, functions.get(i), functions.subList(0, i), i, this::type).make(locals(), 100 + random.nextInt(2000)));
        }
        List<Integer> indices = functions.stream().map(this::type).toList();
        return new ModuleWriter()
                .section(SectionEntry.TYPE, types, ModuleWriter::write)
                .section(SectionEntry.FUNCTION, indices, WasmOutput::u32)
                .section(SectionEntry.MEMORY, List.of(1), (o, pages) -> o.u8(1).u32(pages).u32(3))
                .section(SectionEntry.TAG, List.of(0), (o, type) -> o.u8(0).u32(type))
                .section(SectionEntry.GLOBAL, List.of(FUEL, 1, 2, 3, 4), (o, v) -> o.u8(0x7f).u8(1).op(0x41).s32(v).op(0x0b))
                .section(SectionEntry.EXPORT, List.of("run", "memory", "g0", "g1", "g2", "g3", "g4"), (o, name) -> {
                    o.name(name).u8(name.equals("run") ? 0 : name.equals("memory") ? 2 : 3);
                    o.u32(name.equals("run") ? count - 1 : name.equals("memory") ? 0 : name.charAt(1) - '0');
                })
                .section(SectionEntry.ELEMENT, List.of(0), (o, f) -> o.u32(3).u8(0).u32(1).u32(f))
                .section(SectionEntry.CODE, bodies, WasmOutput::sized)
                .toBytes();
    }

    private int type(FuncType type) {
        int index = types.indexOf(type);
        if (index < 0) {
            types.add(type);
            return types.size() - 1;
        }
        return index;
    }

    private List<ValType> values(int most) {
        List<ValType> out = new ArrayList<>();
        for (int n = random.nextInt(most); n > 0; n--) {
            out.add(TYPES.get(random.nextInt(TYPES.size())));
        }
        return out;
    }

    private List<ValType> locals() {
        List<ValType> out = new ArrayList<>(TYPES);
        out.addAll(values(8));
        return out;
    }
}
