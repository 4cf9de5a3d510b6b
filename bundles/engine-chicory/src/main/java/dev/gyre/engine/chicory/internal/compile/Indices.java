package dev.gyre.engine.chicory.internal.compile;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.MemorySection;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.TagImport;
import com.dylibso.chicory.wasm.types.TagSection;

import dev.gyre.api.engine.ModuleException;

/** The part of validation that Chicory leaves to the building of an instance or forgets: what imports, exports and tables refer to. */
final class Indices {
    private Indices() {
    }

    /** @throws ModuleException when an index is out of range, or a name is exported twice */
    static void check(WasmModule module) {
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import entry = module.importSection().getImport(i);
            if (entry instanceof FunctionImport f) {
                checkFunctionType(module, f.typeIndex(), entry.name());
            } else if (entry instanceof TagImport t) {
                checkFunctionType(module, t.tagType().typeIdx(), entry.name());
            }
        }
        checkCode(module);
        checkExports(module);
    }

    /** The part of it that looks at functions. */
    static void checkCode(WasmModule module) {
        int tables = module.importSection().count(ExternalType.TABLE) + module.tableSection().tableCount();
        for (FunctionBody body : module.codeSection().functionBodies()) {
            for (Instruction i : body.instructions()) {
                if ((i.opcode() == OpCode.TABLE_SIZE || i.opcode() == OpCode.TABLE_GROW || i.opcode() == OpCode.TABLE_FILL) && i.operand(0) >= tables) {
                    throw new ModuleException("no valid module: unknown table " + i.operand(0));
                }
            }
        }
    }

    private static void checkExports(WasmModule module) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export entry = module.exportSection().getExport(i);
            int count = module.importSection().count(entry.exportType()) + own(module, entry.exportType());
            if (entry.index() < 0 || entry.index() >= count) {
                throw new ModuleException("no valid module: export \"" + entry.name() + "\" is " + entry.exportType().name().toLowerCase(Locale.ROOT)
                        + " " + Integer.toUnsignedLong(entry.index()) + " of " + count);
            }
            if (!names.add(entry.name())) {
                throw new ModuleException("no valid module: \"" + entry.name() + "\" is exported twice");
            }
        }
    }

    private static void checkFunctionType(WasmModule module, int type, String name) {
        if (type < 0 || type >= module.typeSection().subTypeCount() || module.typeSection().getSubType(type).compType().funcType() == null) {
            throw new ModuleException("no valid module: import \"" + name + "\" has type " + Integer.toUnsignedLong(type) + " of "
                    + module.typeSection().subTypeCount());
        }
    }

    private static int own(WasmModule module, ExternalType kind) {
        return switch (kind) {
            case FUNCTION -> module.functionSection().functionCount();
            case TABLE -> module.tableSection().tableCount();
            case MEMORY -> module.memorySection().map(MemorySection::memoryCount).orElse(0);
            case GLOBAL -> module.globalSection().globalCount();
            case TAG -> module.tagSection().map(TagSection::tagCount).orElse(0);
        };
    }
}
