package dev.gyre.wasm;

import java.util.ArrayList;
import java.util.List;

/** Reads entries of the type section (core specification, 5.3.11 to 5.3.13). For one thread. */
final class TypeReader {
    private static final int REC = 0x4e;
    private static final int SUB_FINAL = 0x4f;
    private static final int SUB = 0x50;
    private static final int ARRAY = 0x5e;
    private static final int STRUCT = 0x5f;
    private static final int FUNC = 0x60;

    private final WasmInput in;
    private final List<TypeDef> types;

    TypeReader(WasmInput in, List<TypeDef> types) {
        this.in = in;
        this.types = types;
    }

    void entry() {
        if (in.peek() == REC) {
            in.u8();
            int count = in.count();
            for (int i = 0; i < count; i++) {
                types.add(subType(false));
            }
        } else {
            types.add(subType(true));
        }
    }

    private TypeDef subType(boolean alone) {
        int form = in.peek();
        if (form != SUB && form != SUB_FINAL) {
            return composite(alone);
        }
        in.u8();
        int supertypes = in.count();
        for (int i = 0; i < supertypes; i++) {
            in.u32();
        }
        return composite(alone && form == SUB_FINAL && supertypes == 0);
    }

    private TypeDef composite(boolean plain) {
        int form = in.u8();
        return switch (form) {
            case FUNC -> new TypeDef.Function(new FuncType(values(), values()), plain);
            case STRUCT -> {
                int count = in.count();
                List<ValType> fields = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    fields.add(field());
                }
                yield new TypeDef.Struct(fields);
            }
            case ARRAY -> new TypeDef.Array(field());
            default -> throw in.damaged("0x" + Integer.toHexString(form) + " is no kind of type");
        };
    }

    private ValType field() {
        ValType type = ValType.readStorage(in);
        if (in.u8() > 1) {
            throw in.damaged("a field is neither mutable nor constant");
        }
        return type;
    }

    private List<ValType> values() {
        int count = in.count();
        List<ValType> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(ValType.read(in));
        }
        return values;
    }
}
