package dev.gyre.component.internal.binary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.ValueType;
import dev.gyre.component.internal.types.ModuleTy;
import dev.gyre.component.link.ComponentException;
import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.ExportEntry;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ValType;

/** Types of core modules, from the binary format's terms into the engines'. Stateless. */
final class CoreTypes {
    private static final long MOST_PAGES = 1 << 16;

    private CoreTypes() {
    }

    static ModuleTy of(ModuleBinary module) {
        List<ImportType> imports = new ArrayList<>();
        Set<List<String>> names = new HashSet<>();
        module.imports().forEach(i -> {
            if (!names.add(List.of(i.module(), i.name()))) {
                throw new ComponentException("a core module has the duplicate import name `" + i.module() + ":" + i.name() + "` already defined");
            }
            imports.add(new ImportType(i.module(), i.name(), extern(i.type(), module::funcType)));
        });
        Map<String, ExternType> exports = new LinkedHashMap<>();
        for (ExportEntry e : module.exports()) {
            List<EntityType> space = module.all(e.kind());
            if (e.index() >= space.size()) {
                throw new ComponentException("a core module exports `" + e.name() + "`: it has no " + e.kind() + " " + e.index());
            }
            exports.put(e.name(), extern(space.get(e.index()), module::funcType));
        }
        return new ModuleTy(imports, exports);
    }

    /** Finds a function's type by its index. */
    interface Functions {
        Optional<FuncType> at(int index);
    }

    static ExternType extern(EntityType type, Functions functions) {
        return switch (type) {
            case EntityType.Function f -> func(functions, f.type());
            case EntityType.Tag t -> new ExternType.Tag(func(functions, t.type()).params());
            case EntityType.Memory m -> {
                if (!m.limits().wide() && (m.limits().min() > MOST_PAGES || m.limits().max().orElse(0) > MOST_PAGES)) {
                    throw new ComponentException("memory size must be at most " + MOST_PAGES + " pages (4 GiB)");
                }
                yield new ExternType.Mem(m.limits().min(), m.limits().max(), m.limits().shared(), m.limits().wide());
            }
            case EntityType.Table t -> new ExternType.Tab(value(t.type()), t.limits().min(), t.limits().max());
            case EntityType.Global g -> new ExternType.Glob(value(g.type()), g.mutable());
        };
    }

    private static ExternType.Func func(Functions functions, int index) {
        return func(functions.at(index).orElseThrow(() -> new ComponentException("core type " + index + " is unknown or no function's")));
    }

    static ExternType.Func func(FuncType type) {
        return new ExternType.Func(type.params().stream().map(CoreTypes::value).toList(), type.results().stream().map(CoreTypes::value).toList());
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
        } else if (type.isReference()) {
            return type.heapType() == ValType.EXTERNREF.heapType() ? ValueType.EXTERNREF : ValueType.FUNCREF;
        }
        throw new ComponentException("core type " + type + " cannot be imported or exported by a core module");
    }
}
