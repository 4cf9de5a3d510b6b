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
        return indices.computeIfAbsent(type, t -> {
            added.add(t);
            return first + added.size() - 1;
        });
    }

    List<FuncType> added() {
        return added;
    }

    void writeBlockType(WasmOutput out, List<ValType> results) {
        switch (results.size()) {
            case 0 -> out.u8(0x40);
            case 1 -> results.getFirst().write(out);
            default -> out.s64(index(new FuncType(List.of(), results)));
        }
    }
}
