package dev.gyre.runtime.internal.scan;

import java.util.ArrayList;
import java.util.List;

/** Reads function types. Types of the GC proposal are beyond it: then nothing is known, which is no error. Stateless. */
final class TypeSection {
    private static final int FUNC = 0x60;

    private TypeSection() {
    }

    /** The types in index order; fewer than there are when one is met that this reader does not know. */
    static List<FuncType> read(WasmReader in) {
        int count = in.count();
        List<FuncType> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (in.u8() != FUNC) {
                return out;
            }
            List<String> params = values(in);
            List<String> results = values(in);
            out.add(new FuncType(params, results));
        }
        return out;
    }

    private static List<String> values(WasmReader in) {
        int count = in.count();
        List<String> out = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            out.add(value(in));
        }
        return out;
    }

    /** One value type, passed over and named. */
    static String value(WasmReader in) {
        return switch (in.u8()) {
            case 0x7f -> "i32";
            case 0x7e -> "i64";
            case 0x7d -> "f32";
            case 0x7c -> "f64";
            case 0x7b -> "v128";
            case 0x70 -> "funcref";
            case 0x6f -> "externref";
            case 0x63, 0x64 -> {
                in.s64();
                yield "ref";
            }
            default -> "ref";
        };
    }
}
