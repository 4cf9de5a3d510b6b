package dev.gyre.wasm;

import java.util.List;

/** An entry of the type section; those of a recursive group count one by one. */
public sealed interface TypeDef {
    /**
     * @param plain neither declared as a sub-type nor part of a recursive group, so that two of one shape are the same
     */
    record Function(FuncType type, boolean plain) implements TypeDef {
    }

    record Struct(List<ValType> fields) implements TypeDef {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    record Array(ValType element) implements TypeDef {
    }

    /** Reads an entry of the type section and adds what it defines. */
    static void read(WasmInput in, List<TypeDef> to) {
        new TypeReader(in, to).entry();
    }
}
