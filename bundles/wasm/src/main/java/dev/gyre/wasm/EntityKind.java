package dev.gyre.wasm;

import java.util.Locale;

/** Index spaces a module imports into and exports from, in the order of their numbers in the binary format. */
public enum EntityKind {
    FUNCTION, TABLE, MEMORY, GLOBAL, TAG;

    static EntityKind read(WasmInput in) {
        int kind = in.u8();
        if (kind >= values().length) {
            throw in.damaged(kind + " is no kind of import or export");
        }
        return values()[kind];
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
