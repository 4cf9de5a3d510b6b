package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.TypeDef;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.WasmOutput;

/** A module's function types and those added to it. For one thread. */
final class TypeTable {
    /** Chicory 1.7.5 takes a block's type of such an index for a value type, or none. */
    private static final int FIRST_MISREAD = 64;
    private static final int LAST_MISREAD = 127;

    private final Map<FuncType, Integer> indices = new HashMap<>();
    private final List<FuncType> added = new ArrayList<>();
    private final int first;

    TypeTable(ModuleBinary module) {
        List<TypeDef> types = module.types();
        first = types.size();
        for (int i = 0; i < first; i++) {
            if (types.get(i) instanceof TypeDef.Function(FuncType type, boolean plain) && plain) {
                indices.putIfAbsent(type, i);
            }
        }
    }

    int index(FuncType type) {
        return indices.computeIfAbsent(type, this::add);
    }

    private int add(FuncType type) {
        added.add(type);
        return first + added.size() - 1;
    }

    private int blockIndex(FuncType type) {
        int index = index(type);
        while (index >= FIRST_MISREAD && index <= LAST_MISREAD) {
            index = add(type);
        }
        indices.put(type, index);
        return index;
    }

    List<FuncType> added() {
        return added;
    }

    void writeBlockType(WasmOutput out, List<ValType> results) {
        switch (results.size()) {
            case 0 -> out.u8(0x40);
            case 1 -> results.getFirst().write(out);
            default -> out.s64(blockIndex(new FuncType(List.of(), results)));
        }
    }
}
