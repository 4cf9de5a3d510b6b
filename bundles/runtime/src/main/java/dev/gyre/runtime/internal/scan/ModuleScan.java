package dev.gyre.runtime.internal.scan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ModuleProfile;

/**
 * What a look at a core module's sections tells without an engine. It is no validation: engines do that. Immutable.
 */
public final class ModuleScan {
    private static final int IMPORTED_FUNCTION = -1;

    private final byte[] wasm;
    private List<FuncType> types = List.of();
    private final List<ScannedImport> imports = new ArrayList<>();
    private final List<Integer> functionTypes = new ArrayList<>();
    private final List<int[]> bodies = new ArrayList<>();
    private final Map<String, Integer> exportedFunctions = new HashMap<>();

    private ModuleScan(byte[] wasm) {
        this.wasm = wasm;
    }

    /** @throws ModuleException when the bytes are no core module, or its sections cannot be told apart */
    public static ModuleScan of(byte[] wasm) {
        BinaryKind.requireCoreModule(wasm);
        ModuleScan scan = new ModuleScan(wasm);
        WasmReader in = new WasmReader(wasm, 8, wasm.length);
        while (in.hasMore()) {
            int id = in.u8();
            scan.section(id, in.part(in.u32()));
        }
        return scan;
    }

    private void section(int id, WasmReader in) {
        switch (id) {
            case 1 -> types = TypeSection.read(in);
            case 2 -> each(in, () -> readImport(in));
            case 3 -> each(in, () -> functionTypes.add(in.u32()));
            case 7 -> each(in, () -> readExport(in));
            case 10 -> each(in, () -> {
                int length = in.u32();
                bodies.add(new int[] {in.position(), in.position() + length});
                in.skip(length);
            });
            default -> {
                // of no interest here
            }
        }
    }

    private static void each(WasmReader in, Runnable element) {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            element.run();
        }
    }

    private void readImport(WasmReader in) {
        String module = in.name();
        String name = in.name();
        int kind = in.u8();
        String type = switch (kind) {
            case 0 -> {
                int index = in.u32();
                functionTypes.add(index);
                bodies.add(new int[] {IMPORTED_FUNCTION, IMPORTED_FUNCTION});
                yield index < types.size() ? types.get(index).toString() : "function";
            }
            case 1 -> {
                TypeSection.value(in);
                limits(in);
                yield "table";
            }
            case 2 -> {
                limits(in);
                yield "memory";
            }
            case 3 -> {
                TypeSection.value(in);
                in.u8();
                yield "global";
            }
            case 4 -> {
                in.u8();
                in.u32();
                yield "tag";
            }
            default -> throw in.damaged("an import of unknown kind " + kind);
        };
        imports.add(new ScannedImport(module, name, type));
    }

    private static void limits(WasmReader in) {
        int flags = in.u8();
        in.s64();
        if ((flags & 1) != 0) {
            in.s64();
        }
    }

    private void readExport(WasmReader in) {
        String name = in.name();
        int kind = in.u8();
        int index = in.u32();
        if (kind == 0) {
            exportedFunctions.put(name, index);
        }
    }

    /** The first import of each import module. */
    public Collection<ScannedImport> firstImports() {
        Map<String, ScannedImport> first = new LinkedHashMap<>();
        imports.forEach(i -> first.putIfAbsent(i.module(), i));
        return first.values();
    }

    /** What is seen of its functions; features are not looked at. */
    public ModuleProfile profile() {
        long code = 0;
        long largest = 0;
        int index = -1;
        int functions = 0;
        for (int i = 0; i < bodies.size(); i++) {
            long length = bodies.get(i)[1] - bodies.get(i)[0];
            if (bodies.get(i)[0] != IMPORTED_FUNCTION) {
                functions++;
                code += length;
                if (length > largest) {
                    largest = length;
                    index = i;
                }
            }
        }
        return new ModuleProfile(Set.of(), functions, code, largest, index, 0, OptionalLong.empty(), 0);
    }

    /** The index of an exported function. */
    Optional<Integer> exportedFunction(String name) {
        return Optional.ofNullable(exportedFunctions.get(name));
    }

    /** A cursor over a function's locals and code; nothing for an import or an index there is not. */
    Optional<WasmReader> body(int function) {
        if (function < 0 || function >= bodies.size() || bodies.get(function)[0] == IMPORTED_FUNCTION) {
            return Optional.empty();
        }
        return Optional.of(new WasmReader(wasm, bodies.get(function)[0], bodies.get(function)[1]));
    }

    /** The type of a function, where it is known. */
    Optional<FuncType> functionType(int function) {
        return function < 0 || function >= functionTypes.size() ? Optional.empty() : type(functionTypes.get(function));
    }

    Optional<FuncType> type(int index) {
        return index < 0 || index >= types.size() ? Optional.empty() : Optional.of(types.get(index));
    }
}
