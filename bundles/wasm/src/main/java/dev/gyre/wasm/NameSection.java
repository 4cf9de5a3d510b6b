package dev.gyre.wasm;

import java.util.Map;
import java.util.TreeMap;

/** Names of functions from the custom section {@code name} (core specification, appendix "custom sections"). Immutable. */
public final class NameSection {
    private static final int FUNCTIONS = 1;

    private NameSection() {
    }

    /** Names by function index, imports counted. As far as they can be read: a wrong name section makes no module wrong. */
    public static Map<Integer, String> functions(ModuleBinary module) {
        Map<Integer, String> names = new TreeMap<>();
        module.customSection("name").ifPresent(section -> {
            try {
                WasmInput in = new WasmInput(module.bytes(), section.body().start(), section.body().end(), "name section");
                in.name();
                while (in.hasMore()) {
                    int id = in.u8();
                    WasmInput part = in.part(in.u32(), "name section");
                    for (int n = id == FUNCTIONS ? part.count() : 0; n > 0; n--) {
                        int index = part.u32();
                        names.put(index, part.name());
                    }
                }
            } catch (MalformedModuleException e) {
                // what was read before counts
            }
        });
        return names;
    }

    /** The contents of a {@code name} section with other names of functions; the rest stays as the module has it. */
    public static byte[] withFunctions(ModuleBinary module, SectionEntry section, Map<Integer, String> names) {
        WasmOutput out = new WasmOutput().name("name");
        WasmInput in = new WasmInput(module.bytes(), section.body().start(), section.body().end(), "name section");
        in.name();
        boolean written = false;
        while (in.hasMore()) {
            int start = in.position();
            int id = in.u8();
            in.skip(in.u32());
            if (!written && id >= FUNCTIONS) {
                write(out, names);
                written = true;
            }
            if (id != FUNCTIONS) {
                out.bytes(module.bytes(), start, in.position());
            }
        }
        if (!written) {
            write(out, names);
        }
        return out.toByteArray();
    }

    private static void write(WasmOutput out, Map<Integer, String> names) {
        WasmOutput part = new WasmOutput().u32(names.size());
        new TreeMap<>(names).forEach((index, name) -> part.u32(index).name(name));
        out.u8(FUNCTIONS).sized(part.toByteArray());
    }
}
