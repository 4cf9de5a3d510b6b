package dev.gyre.engine.chicory.internal.compile;

import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.ImportEntry;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleWriter;
import dev.gyre.wasm.SectionEntry;
import dev.gyre.wasm.WasmInput;
import dev.gyre.wasm.WasmOutput;

/**
 * Gives names to imports that have none: Chicory 1.7.5 takes an import of a function whose module and name are both empty for a damaged one. The tools
 * that make components write such where a component has to be initialized.
 */
final class NamedImports {
    private static final String NAME = "unnamed";

    private NamedImports() {
    }

    /** What Chicory reads; the module itself where all imports have names. */
    static ModuleBinary of(ModuleBinary module) {
        if (module.imports().stream().noneMatch(NamedImports::isUnnamed)) {
            return module;
        }
        ModuleWriter out = new ModuleWriter();
        module.sections().forEach(section -> {
            if (section.id() == SectionEntry.IMPORT) {
                out.section(section.id(), imports(module, section));
            } else {
                out.copy(module, section);
            }
        });
        return ModuleBinary.read(out.toBytes());
    }

    private static boolean isUnnamed(ImportEntry entry) {
        return entry.module().isEmpty() && entry.name().isEmpty();
    }

    private static byte[] imports(ModuleBinary module, SectionEntry section) {
        WasmInput in = new WasmInput(module.bytes(), section.body().start(), section.body().end(), "import section");
        int count = in.u32();
        WasmOutput out = new WasmOutput().u32(count);
        for (int i = 0; i < count; i++) {
            ImportEntry entry = new ImportEntry(in.name(), in.name(), new EntityType.Function(0));
            out.name(entry.module()).name(isUnnamed(entry) ? NAME : entry.name());
            int type = in.position();
            EntityType.read(in);
            out.bytes(module.bytes(), type, in.position());
        }
        return out.toByteArray();
    }
}
