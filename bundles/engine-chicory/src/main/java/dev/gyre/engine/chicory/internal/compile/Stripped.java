package dev.gyre.engine.chicory.internal.compile;

import java.util.Set;

import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleWriter;
import dev.gyre.wasm.SectionEntry;
import dev.gyre.wasm.Span;
import dev.gyre.wasm.WasmOutput;

/** Cuts a module down to what is needed once its functions are compiled: parsing dominates a start from the cache otherwise. */
final class Stripped {
    /** A body that traps: size 3, no locals, {@code unreachable}, {@code end}. */
    private static final byte[] EMPTY_BODY = {3, 0, 0, 0x0b};

    private Stripped() {
    }

    /**
     * The module without the bodies of compiled functions and without custom sections, except names.
     *
     * @param kept functions, imports counted, whose bodies are still needed
     */
    static byte[] of(ModuleBinary module, Set<Integer> kept) {
        ModuleWriter out = new ModuleWriter();
        for (SectionEntry section : module.sections()) {
            if (section.id() == SectionEntry.CODE) {
                out.section(SectionEntry.CODE, code(module, kept));
            } else if (section.id() != SectionEntry.CUSTOM || section.name().equals("name")) {
                out.copy(module, section);
            }
        }
        return out.toBytes();
    }

    private static byte[] code(ModuleBinary module, Set<Integer> kept) {
        WasmOutput out = new WasmOutput().u32(module.bodies().size());
        int index = module.importedFunctions();
        for (Span body : module.bodies()) {
            if (kept.contains(index++)) {
                out.u32(body.length()).bytes(module.bytes(), body.start(), body.end());
            } else {
                out.bytes(EMPTY_BODY);
            }
        }
        return out.toByteArray();
    }
}
