package dev.gyre.engine.graalwasm.internal.compile;

import java.util.List;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ValueType;
import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ValType;

/** Between the binary format's types and the SPI's. */
final class Types {
    private Types() {
    }

    static ExternType extern(ModuleBinary module, EntityType type) {
        return switch (type) {
            case EntityType.Function(int index) -> function(module.funcType(index)
                    .orElseThrow(() -> new ModuleException("no valid module: a function has type " + index + " of " + module.types().size())));
            case EntityType.Table t -> new ExternType.Tab(value(t.type()), t.limits().min(), t.limits().max());
            case EntityType.Memory m -> new ExternType.Mem(m.limits().min(), m.limits().max(), m.limits().shared(), m.limits().wide());
            case EntityType.Global g -> new ExternType.Glob(value(g.type()), g.mutable());
            case EntityType.Tag t -> throw new ModuleException("needs exceptions, which graalwasm lacks");
        };
    }

    private static ExternType.Func function(FuncType type) {
        return new ExternType.Func(values(type.params()), values(type.results()));
    }

    private static List<ValueType> values(List<ValType> types) {
        return types.stream().map(Types::value).toList();
    }

    private static ValueType value(ValType type) {
        for (ValueType value : ValueType.values()) {
            if (binary(value).equals(type)) {
                return value;
            }
        }
        throw new ModuleException("type " + type + " cannot cross the boundary of a module");
    }

    static ValType binary(ValueType type) {
        return switch (type) {
            case I32 -> ValType.I32;
            case I64 -> ValType.I64;
            case F32 -> ValType.F32;
            case F64 -> ValType.F64;
            case V128 -> ValType.V128;
            case FUNCREF -> ValType.FUNCREF;
            case EXTERNREF -> ValType.EXTERNREF;
        };
    }

    static FuncType binary(ExternType.Func type) {
        return new FuncType(type.params().stream().map(Types::binary).toList(), type.results().stream().map(Types::binary).toList());
    }
}
