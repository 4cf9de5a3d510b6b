package dev.gyre.engine.graalwasm.internal.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import dev.gyre.api.engine.ModuleException;
import dev.gyre.engine.graalwasm.internal.run.Quota;
import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.EntityKind;
import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.WasmOutput;

/**
 * The functions that stand for a module's {@code memory.grow} and {@code table.grow}: each asks the host before it grows
 * anything, and gives back when the engine refuses after all. They are added behind the module's own. Immutable.
 */
final class Growth {
    static final int TABLE_GROW = 0xfc000f;
    /** An i32 and nothing else as the local variables of a body. */
    static final int I32 = 0x7f;
    static final int NO_RESULT = 0x40;

    private final ModuleBinary module;
    private final List<Integer> memories;
    private final List<Integer> tables;

    private Growth(ModuleBinary module, SortedSet<Integer> memories, SortedSet<Integer> tables) {
        this.module = module;
        this.memories = List.copyOf(memories);
        this.tables = List.copyOf(tables);
    }

    static Growth of(ModuleBinary module) {
        SortedSet<Integer> memories = new TreeSet<>();
        SortedSet<Integer> tables = new TreeSet<>();
        for (int f = module.importedFunctions(); f < module.functions(); f++) {
            CodeReader code = new CodeReader(module.bytes(), module.body(f).orElseThrow().code());
            while (code.next()) {
                if (code.op() == Op.MEMORY_GROW) {
                    memories.add(code.index());
                } else if (code.op() == TABLE_GROW) {
                    tables.add(code.index());
                }
            }
        }
        return new Growth(module, memories, tables);
    }

    boolean isNone() {
        return memories.isEmpty() && tables.isEmpty();
    }

    /** The function that grows a memory. */
    int ofMemory(int memory) {
        return module.functions() + 1 + memories.indexOf(memory);
    }

    /** The function that grows a table. */
    int ofTable(int table) {
        return module.functions() + 1 + memories.size() + tables.indexOf(table);
    }

    /** Types of the new functions, in their order. */
    List<FuncType> types() {
        List<FuncType> types = new ArrayList<>();
        memories.forEach(m -> types.add(new FuncType(List.of(ValType.I32), List.of(ValType.I32))));
        tables.forEach(t -> types.add(new FuncType(List.of(element(t), ValType.I32), List.of(ValType.I32))));
        return types;
    }

    private ValType element(int table) {
        List<EntityType> all = module.all(EntityKind.TABLE);
        if (table >= all.size()) {
            throw new ModuleException("no valid module: table " + table + " of " + all.size());
        }
        return ((EntityType.Table) all.get(table)).type();
    }

    /** Bodies of the new functions. @param host the function to ask */
    List<byte[]> bodies(int host) {
        List<byte[]> bodies = new ArrayList<>();
        memories.forEach(m -> bodies.add(body(host, 0, Quota.TAKE_PAGES, Quota.RETURN_PAGES,
                new WasmOutput().op(Op.LOCAL_GET).u32(0).op(Op.MEMORY_GROW).u32(m))));
        tables.forEach(t -> bodies.add(body(host, 1, Quota.TAKE_ELEMENTS, Quota.RETURN_ELEMENTS,
                new WasmOutput().op(Op.LOCAL_GET).u32(0).op(Op.LOCAL_GET).u32(1).op(TABLE_GROW).u32(t))));
        return bodies;
    }

    private byte[] body(int host, int count, int take, int giveBack, WasmOutput grow) {
        int result = count + 1;
        return new WasmOutput().u32(1).u32(1).u8(I32)
                .op(Op.I32_CONST).s32(take).op(Op.LOCAL_GET).u32(count).op(Op.CALL).u32(host)
                .op(Op.I32_EQZ).op(Op.IF).u8(NO_RESULT).op(Op.I32_CONST).s32(-1).op(Op.RETURN).op(Op.END)
                .bytes(grow.toByteArray()).op(Op.LOCAL_SET).u32(result)
                .op(Op.LOCAL_GET).u32(result).op(Op.I32_CONST).s32(-1).op(Op.I32_EQ).op(Op.IF).u8(NO_RESULT)
                .op(Op.I32_CONST).s32(giveBack).op(Op.LOCAL_GET).u32(count).op(Op.CALL).u32(host).op(Op.DROP).op(Op.END)
                .op(Op.LOCAL_GET).u32(result).op(Op.END).toByteArray();
    }
}
