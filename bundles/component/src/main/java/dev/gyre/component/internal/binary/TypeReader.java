package dev.gyre.component.internal.binary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.ValueType;
import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.ModuleTy;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.TypeDef;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.WasmInput;

/** Reads types, aliases and imports into a scope: a component's, or that of a component or instance type. For one thread. */
final class TypeReader {
    private static final int MODULE = 0x50;
    private static final int RESOURCE = 0x3f;
    private static final int FUNC = 0x40;
    private static final int ASYNC_FUNC = 0x43;
    private static final int COMPONENT = 0x41;
    private static final int INSTANCE = 0x42;
    private static final int DEEPEST = 50;

    private final Scope scope;
    private final int depth;

    TypeReader(Scope scope, int depth) {
        this.scope = scope;
        this.depth = depth;
        if (depth > DEEPEST) {
            throw new ComponentException("types of components are nested more than " + DEEPEST + " deep");
        }
    }

    void coreType(WasmInput in) {
        if (in.peek() == MODULE) {
            in.u8();
            scope.coreTypes.add(new CoreTy.Module(moduleType(in)));
            return;
        }
        if (in.peek() == 0) {
            in.u8();
        }
        List<TypeDef> defs = new ArrayList<>();
        TypeDef.read(in, defs);
        defs.forEach(d -> scope.coreTypes.add(new CoreTy.Def(d)));
    }

    private ModuleTy moduleType(WasmInput in) {
        List<TypeDef> types = new ArrayList<>();
        List<ImportType> imports = new ArrayList<>();
        Map<String, ExternType> exports = new LinkedHashMap<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            scope.valid.define();
            int form = in.u8();
            switch (form) {
                case 0 -> {
                    ImportType wanted = new ImportType(in.name(), in.name(), extern(in, types));
                    if (imports.stream().anyMatch(o -> o.module().equals(wanted.module()) && o.name().equals(wanted.name()))) {
                        throw new ComponentException("duplicate import name `" + wanted.module() + ":" + wanted.name() + "` already defined");
                    }
                    imports.add(wanted);
                }
                case 1 -> TypeDef.read(in, types);
                case 2 -> types.add(moduleAlias(in));
                case 3 -> {
                    String name = in.name();
                    if (exports.put(name, extern(in, types)) != null) {
                        throw new ComponentException("duplicate export name `" + name + "` already defined");
                    }
                }
                default -> throw in.damaged("0x" + Integer.toHexString(form) + " is no declaration of a module type");
            }
        }
        return new ModuleTy(imports, exports);
    }

    private static ExternType extern(WasmInput in, List<TypeDef> types) {
        return CoreTypes.extern(EntityType.read(in), i -> i < types.size() && types.get(i) instanceof TypeDef.Function f ? Optional.of(f.type()) : Optional.empty());
    }

    private TypeDef moduleAlias(WasmInput in) {
        if (in.u8() != 0x10 || in.u8() != 1) {
            throw in.damaged("a module type may alias outer core types only");
        }
        int count = in.u32();
        int index = in.u32();
        if (count == 0) {
            throw new ComponentException("a module type's alias of its own types is not supported");
        }
        if (!(Scope.at(scope.outer(count - 1).coreTypes, index, Sort.CORE_TYPE) instanceof CoreTy.Def(TypeDef type))) {
            throw new ComponentException("a module type aliases core type " + index + ", which is a module type");
        }
        return type;
    }

    void type(WasmInput in) {
        int code = in.peek();
        SizedTy type = switch (code) {
            case RESOURCE -> resource(in);
            case FUNC, ASYNC_FUNC -> {
                in.u8();
                ValueTypeReader reader = new ValueTypeReader(in, scope);
                yield reader.sized(reader.function(code == ASYNC_FUNC));
            }
            case COMPONENT -> {
                in.u8();
                yield new SizedTy(componentType(in), 1, 1);
            }
            case INSTANCE -> {
                in.u8();
                yield new SizedTy(instanceType(in), 1, 1);
            }
            default -> {
                in.u8();
                yield new ValueTypeReader(in, scope).defined(code);
            }
        };
        addType(type);
    }

    private void addType(SizedTy type) {
        scope.types.add(type);
        scope.steps.add(new Step.Type(type.type()));
    }

    private SizedTy resource(WasmInput in) {
        in.u8();
        ValType rep = ValType.read(in);
        if (!rep.equals(ValType.I32)) {
            throw new ComponentException("resources can only be represented by `i32`");
        }
        OptionalInt destructor = ValueTypeReader.flag(in) ? OptionalInt.of(in.u32()) : OptionalInt.empty();
        if (!scope.component) {
            throw new ComponentException("resources can only be defined within a concrete component");
        }
        destructor.ifPresent(d -> {
            if (!Scope.at(scope.coreFuncs, d, Sort.CORE_FUNC).equals(new ExternType.Func(List.of(ValueType.I32), List.of()))) {
                throw new ComponentException("core function " + d + " has wrong signature for a destructor");
            }
        });
        ResourceType.Local type = new ResourceType.Local("resource " + scope.types.size());
        scope.steps.add(new Step.Resource(type, destructor));
        return new SizedTy(new Ty.Resource(type), 1, 1);
    }

    private Ty componentType(WasmInput in) {
        Scope inner = declarations(in, true);
        return new Ty.Component(inner.imports, inner.exports, inner.openImport, inner.openExport);
    }

    private Ty instanceType(WasmInput in) {
        Scope inner = declarations(in, false);
        return new Ty.Instance(inner.exports, inner.openExport);
    }

    private Scope declarations(WasmInput in, boolean component) {
        Scope inner = component ? Scope.componentType(scope) : Scope.instanceType(scope);
        TypeReader reader = new TypeReader(inner, depth + 1);
        int count = in.count();
        for (int i = 0; i < count; i++) {
            scope.valid.define();
            int form = in.u8();
            switch (form) {
                case 0 -> reader.coreType(in);
                case 1 -> reader.type(in);
                case 2 -> reader.alias(in);
                case 3 -> {
                    if (!component) {
                        throw in.damaged("an instance type has no imports");
                    }
                    reader.importDecl(in);
                }
                case 4 -> reader.exportDecl(in);
                default -> throw in.damaged("0x" + Integer.toHexString(form) + " is no declaration of a component type: invalid leading byte");
            }
        }
        return inner;
    }

    void importDecl(WasmInput in) {
        ExternName extern = externName(in);
        String name = extern.name();
        Ext type = externType(in, scope.openImport, name);
        extern.check(type, scope.importNames, "import", scope.imports);
        scope.visible.orElseThrow().imported(name, type);
        scope.imports.put(name, type);
        scope.add(type);
        scope.steps.add(new Step.Import(name, type));
    }

    private void exportDecl(WasmInput in) {
        ExternName extern = externName(in);
        String name = extern.name();
        Ext type = externType(in, scope.openExport, name);
        extern.check(type, scope.exportNames, "export", scope.exports);
        scope.visible.ifPresent(v -> v.exported(name, type));
        scope.exports.put(name, type);
        scope.add(type);
    }

    void alias(WasmInput in) {
        Sort sort = Sort.read(in);
        int form = in.u8();
        switch (form) {
            case 0 -> exportAlias(sort, in.u32(), in.name());
            case 1 -> coreExportAlias(sort, in.u32(), in.name());
            case 2 -> outerAlias(sort, in.u32(), in.u32());
            default -> throw in.damaged(form + " is no form of alias");
        }
    }

    private void exportAlias(Sort sort, int instance, String name) {
        Ext type = Scope.at(scope.instances, instance, Sort.INSTANCE).exports().get(name);
        if (type == null || Scope.sort(type) != sort) {
            throw new ComponentException("instance " + instance + (type == null ? " has no export named `" : " has no " + sort + " export named `") + name + "`");
        }
        if (!scope.component && sort != Sort.TYPE && sort != Sort.INSTANCE) {
            throw new ComponentException("a type may alias types and instances only");
        }
        scope.add(type);
        scope.steps.add(type instanceof Ext.Type(Ty t) ? new Step.Type(t) : new Step.Alias(sort, instance, name));
    }

    private void coreExportAlias(Sort sort, int instance, String name) {
        ExternType type = Scope.at(scope.coreInstances, instance, Sort.CORE_INSTANCE).get(name);
        if (type == null || Scope.sort(type) != sort) {
            throw new ComponentException("core instance " + instance + " has no " + sort + " export named `" + name + "`"
                    + (type == null ? "" : ": export `" + name + "` for core instance " + instance + " is not a " + sort));
        }
        scope.addCore(type);
        scope.steps.add(new Step.CoreAlias(sort, instance, name));
    }

    private void outerAlias(Sort sort, int count, int index) {
        Scope outer = scope.outer(count);
        switch (sort) {
            case TYPE -> {
                SizedTy type = Scope.at(outer.types, index, sort);
                if (scope.crossesComponent(count) && FreeResources.in(type.type(), scope.valid.fuel())) {
                    throw new ComponentException("cannot alias outer type which transitively refers to resources not defined in the current component");
                }
                addType(type);
            }
            case CORE_TYPE -> scope.coreTypes.add(Scope.at(outer.coreTypes, index, sort));
            case CORE_MODULE -> {
                componentOnly();
                scope.modules.add(Scope.at(outer.modules, index, sort));
                scope.steps.add(new Step.Outer(sort, count, index));
            }
            case COMPONENT -> {
                componentOnly();
                scope.components.add(Scope.at(outer.components, index, sort));
                scope.steps.add(new Step.Outer(sort, count, index));
            }
            default -> throw new ComponentException("an outer alias may name a type, module or component, not a " + sort);
        }
    }

    private void componentOnly() {
        if (!scope.component) {
            throw new ComponentException("a type may alias outer types only");
        }
    }

    Ext externType(WasmInput in, List<ResourceType.Local> open) {
        return externType(in, open, "");
    }

    /** @param open gets the resource types that an import or export of this type brings with it */
    private Ext externType(WasmInput in, List<ResourceType.Local> open, String name) {
        int code = in.u8();
        return switch (code) {
            case 0x00 -> {
                if (in.u8() != 0x11) {
                    throw in.damaged("of core sorts, only modules can be imported and exported");
                }
                int index = in.u32();
                if (!(Scope.at(scope.coreTypes, index, Sort.CORE_TYPE) instanceof CoreTy.Module(ModuleTy type))) {
                    throw new ComponentException("core type index " + index + " is not a module type");
                }
                yield type;
            }
            case 0x01 -> (Ext) typeAt(in, Ty.Func.class, "function type");
            case 0x02 -> throw in.damaged("values as imports and exports are not supported");
            case 0x03 -> new Ext.Type(bound(in, open, name));
            case 0x04 -> (Ext) typeAt(in, Ty.Component.class, "component type");
            case 0x05 -> scope.opened((Ext) typeAt(in, Ty.Instance.class, "instance type"), open);
            default -> throw in.damaged("0x" + Integer.toHexString(code) + " is no type of an import or export");
        };
    }

    private Ty typeAt(WasmInput in, Class<? extends Ty> kind, String what) {
        int index = in.u32();
        Ty type = Scope.at(scope.types, index, Sort.TYPE).type();
        if (!kind.isInstance(type)) {
            throw new ComponentException("type index " + index + " is not a " + what);
        }
        return type;
    }

    private Ty bound(WasmInput in, List<ResourceType.Local> open, String name) {
        int form = in.u8();
        if (form == 0) {
            return Visibility.known(Scope.at(scope.types, in.u32(), Sort.TYPE).type());
        }
        if (form != 1) {
            throw in.damaged(form + " is no bound of a type");
        }
        ResourceType.Local type = new ResourceType.Local(name);
        open.add(type);
        return new Ty.Resource(type);
    }

    FuncType funcType(int index) {
        if (!(Scope.at(scope.types, index, Sort.TYPE).type() instanceof Ty.Func(FuncType type))) {
            throw new ComponentException("type index " + index + " is not a function type");
        }
        return type;
    }

    /** @param implementing whether an attribute says which interface it implements */
    record ExternName(String name, boolean implementing) {
        /** Checks the name against what it names. */
        void check(Ext type, NameRules names, String what, Map<String, Ext> before) {
            names.external(name, what);
            MemberRules.check(name, type, before);
            if (implementing && !(type instanceof Ty.Instance)) {
                throw new ComponentException("only instances can have an `implements`, and `" + name + "` is a " + type.kind());
            }
        }
    }

    /** The name of an import or export. */
    static ExternName externName(WasmInput in) {
        int form = in.u8();
        if (form > 2) {
            throw in.damaged("0x" + Integer.toHexString(form) + " is no form of name");
        }
        String name = in.name();
        return new ExternName(name, form == 2 && Attributes.read(in, name));
    }
}
