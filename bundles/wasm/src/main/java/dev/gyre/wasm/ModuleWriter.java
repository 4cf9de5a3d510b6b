package dev.gyre.wasm;

import java.util.List;
import java.util.function.BiConsumer;

/** Writes a module section by section, in the order the binary format asks for. For one thread at a time. */
public final class ModuleWriter {
    private final WasmOutput out = new WasmOutput();

    public ModuleWriter() {
        out.bytes(ModuleHeader.BYTES);
    }

    /** A section by its id, one of {@link SectionEntry}'s constants, and its contents. */
    public ModuleWriter section(int id, byte[] body) {
        out.u8(id).sized(body);
        return this;
    }

    /** A section of counted entries. */
    public <T> ModuleWriter section(int id, List<T> entries, BiConsumer<WasmOutput, T> entry) {
        WasmOutput body = new WasmOutput().u32(entries.size());
        entries.forEach(e -> entry.accept(body, e));
        return section(id, body.toByteArray());
    }

    public ModuleWriter custom(String name, byte[] contents) {
        return section(SectionEntry.CUSTOM, new WasmOutput().name(name).bytes(contents).toByteArray());
    }

    /** A section as another module has it. */
    public ModuleWriter copy(ModuleBinary module, SectionEntry section) {
        out.u8(section.id()).u32(section.body().length()).bytes(module.bytes(), section.body().start(), section.body().end());
        return this;
    }

    /** A function type as an entry of the type section. */
    public static void write(WasmOutput out, FuncType type) {
        out.u8(0x60);
        for (List<ValType> values : List.of(type.params(), type.results())) {
            out.u32(values.size());
            values.forEach(v -> v.write(out));
        }
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }
}
