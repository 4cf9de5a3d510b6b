package dev.gyre.engine.graalwasm.internal.compile;

import dev.gyre.engine.graalwasm.internal.run.ImportObject;
import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.Limits;
import dev.gyre.wasm.WasmOutput;

/** Writes types of imports. Stateless. */
final class Entities {
    private Entities() {
    }

    static void writeImport(WasmOutput out, String name, EntityType type) {
        out.name(ImportObject.MODULE).name(name).u8(type.kind().ordinal());
        switch (type) {
            case EntityType.Function f -> out.u32(f.type());
            case EntityType.Table t -> {
                t.type().write(out);
                write(out, t.limits());
            }
            case EntityType.Memory m -> write(out, m.limits());
            case EntityType.Global g -> {
                g.type().write(out);
                out.u8(g.mutable() ? 1 : 0);
            }
            case EntityType.Tag t -> out.u8(0).u32(t.type());
        }
    }

    private static void write(WasmOutput out, Limits limits) {
        out.u8((limits.max().isPresent() ? 1 : 0) | (limits.shared() ? 2 : 0) | (limits.wide() ? 4 : 0)).u64(limits.min());
        limits.max().ifPresent(out::u64);
    }
}
