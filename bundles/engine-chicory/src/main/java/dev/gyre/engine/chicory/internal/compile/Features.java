package dev.gyre.engine.chicory.internal.compile;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;

import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleException;

/** What Chicory's compiler can do, and what a module asks for beyond it. */
public final class Features {
    /**
     * Each proved by a test. Left out although Chicory runs simple cases: GC (its heap has no limit and is not counted to the
     * store) and tail calls (compiled as plain calls, so that they overflow the stack).
     */
    public static final Set<Feature> SUPPORTED = Set.copyOf(EnumSet.of(Feature.BULK_MEMORY, Feature.SIGN_EXTENSION, Feature.SATURATING_TRUNCATION,
            Feature.MULTI_VALUE, Feature.MUTABLE_GLOBALS, Feature.REFERENCE_TYPES, Feature.EXTENDED_CONST, Feature.EXCEPTIONS,
            Feature.FUNCTION_REFERENCES, Feature.THREADS, Feature.MULTI_MEMORY));

    private Features() {
    }

    static ModuleException lacks(Feature feature, String engine) {
        return new ModuleException("needs " + feature + ", which " + engine + " lacks");
    }

    /** @throws ModuleException when the module uses what would fail only when compiled, or run */
    static void check(WasmModule module, String engine) {
        for (int i = 0; i < module.typeSection().subTypeCount(); i++) {
            if (module.typeSection().getSubType(i).compType().funcType() == null) {
                throw lacks(Feature.GC, engine);
            }
            var function = module.typeSection().getSubType(i).compType().funcType();
            check(function.params(), engine);
            check(function.returns(), engine);
        }
        for (var global : module.globalSection().globals()) {
            check(List.of(global.valueType()), engine);
            check(global.initInstructions(), engine);
        }
        for (FunctionBody body : module.codeSection().functionBodies()) {
            check(body.localTypes(), engine);
            check(body.instructions(), engine);
        }
    }

    private static void check(List<?> typesOrInstructions, String engine) {
        for (Object o : typesOrInstructions) {
            Feature missing = o instanceof Instruction i ? missing(i.opcode()) : ValType.V128.equals(o) ? Feature.SIMD : null;
            if (missing != null) {
                throw lacks(missing, engine);
            }
        }
    }

    private static Feature missing(OpCode op) {
        return switch (op.opcode() >> 8) {
            case 0xfb -> Feature.GC;
            case 0xfd -> Feature.SIMD;
            default -> switch (op) {
                case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> Feature.TAIL_CALLS;
                default -> null;
            };
        };
    }

    /** The feature behind an opcode Chicory's parser does not know, or {@code null}. */
    static Feature ofUnknownOpcode(String message) {
        String marker = "op value ";
        int at = message == null ? -1 : message.lastIndexOf(marker);
        if (at < 0) {
            return null;
        }
        return switch (message.substring(at + marker.length()).strip()) {
            case "06", "07", "09", "18", "19" -> Feature.LEGACY_EXCEPTIONS;
            case String s when s.startsWith("FD") -> Feature.SIMD;
            default -> null;
        };
    }
}
