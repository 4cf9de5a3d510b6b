package dev.gyre.engine.graalwasm.internal.compile;

import java.util.List;

import dev.gyre.api.engine.ExternType;
import dev.gyre.engine.graalwasm.internal.run.ImportObject;
import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.ModuleWriter;
import dev.gyre.wasm.SectionEntry;

/** Makes modules that export the function they import: GraalWasm's tables and references take functions of modules only. Stateless. */
public final class Trampoline {
    private Trampoline() {
    }

    /** A module for host functions of one type. */
    public static byte[] of(ExternType.Func type) {
        return new ModuleWriter()
                .section(SectionEntry.TYPE, List.of(Types.binary(type)), ModuleWriter::write)
                .section(SectionEntry.IMPORT, List.of(new EntityType.Function(0)), (out, f) -> Entities.writeImport(out, "0", f))
                .section(SectionEntry.EXPORT, List.of(ImportObject.TRAMPOLINE), (out, name) -> out.name(name).u8(0).u32(0))
                .toBytes();
    }
}
