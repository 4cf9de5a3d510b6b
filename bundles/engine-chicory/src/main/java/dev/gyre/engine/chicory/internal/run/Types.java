package dev.gyre.engine.chicory.internal.run;

import java.util.List;
import java.util.OptionalLong;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ValueType;

/** Between Chicory's types and the SPI's. */
final class Types {
    private Types() {
    }

    static ValueType value(ValType type) {
        if (type.equals(ValType.I32)) {
            return ValueType.I32;
        } else if (type.equals(ValType.I64)) {
            return ValueType.I64;
        } else if (type.equals(ValType.F32)) {
            return ValueType.F32;
        } else if (type.equals(ValType.F64)) {
            return ValueType.F64;
        } else if (type.equals(ValType.V128)) {
            return ValueType.V128;
        } else if (type.equals(ValType.ExternRef)) {
            return ValueType.EXTERNREF;
        } else if (isFunction(type)) {
            return ValueType.FUNCREF;
        }
        throw new ModuleException((type.equals(ValType.ExnRef) ? "exnref" : "type " + type)
                + " can only be within functions: not in tables, globals, imports and exports");
    }

    /** A reference to a function, of any or of one type. */
    static boolean isFunction(ValType type) {
        return type.isReference() && (type.typeIdx() >= 0 || type.typeIdx() == ValType.FuncRef.typeIdx());
    }

    static ValType value(ValueType type) {
        return switch (type) {
            case I32 -> ValType.I32;
            case I64 -> ValType.I64;
            case F32 -> ValType.F32;
            case F64 -> ValType.F64;
            case V128 -> ValType.V128;
            case FUNCREF -> ValType.FuncRef;
            case EXTERNREF -> ValType.ExternRef;
        };
    }

    private static List<ValueType> values(List<ValType> types) {
        return types.stream().map(Types::value).toList();
    }

    static ExternType.Func function(FunctionType type) {
        return new ExternType.Func(values(type.params()), values(type.returns()));
    }

    static FunctionType function(ExternType.Func type) {
        return FunctionType.of(type.params().stream().map(Types::value).toList(), type.results().stream().map(Types::value).toList());
    }

    static ExternType.Mem memory(MemoryLimits limits) {
        int max = limits.maximumPages();
        return new ExternType.Mem(limits.initialPages(), max == MemoryLimits.MAX_PAGES ? OptionalLong.empty() : OptionalLong.of(max),
                limits.shared(), false);
    }

    static ExternType.Tab table(ValType element, TableLimits limits) {
        long max = limits.max();
        return new ExternType.Tab(value(element), limits.min(), max == TableLimits.LIMIT_MAX ? OptionalLong.empty() : OptionalLong.of(max));
    }

    static ExternType.Glob global(ValType type, MutabilityType mutability) {
        return new ExternType.Glob(value(type), mutability == MutabilityType.Var);
    }

    static ExternType.Tag tag(FunctionType type) {
        return new ExternType.Tag(values(type.params()));
    }
}
