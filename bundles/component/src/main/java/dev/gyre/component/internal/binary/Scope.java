package dev.gyre.component.internal.binary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.engine.ExternType;
import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.ModuleTy;
import dev.gyre.component.internal.types.Substitution;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;

/** The index spaces of a component, component type or instance type while it is read. For one thread. */
final class Scope {
    final Optional<Scope> parent;
    /** Whether this is a component, and not a type. */
    final boolean component;
    final Validity valid;
    /** None in an instance type, whose types are checked where it is imported or exported. */
    final Optional<Visibility> visible;
    final List<Step> steps = new ArrayList<>();
    final List<ExternType.Func> coreFuncs = new ArrayList<>();
    final List<ExternType.Tab> tables = new ArrayList<>();
    final List<ExternType.Mem> memories = new ArrayList<>();
    final List<ExternType.Glob> globals = new ArrayList<>();
    final List<ExternType.Tag> tags = new ArrayList<>();
    final List<CoreTy> coreTypes = new ArrayList<>();
    final List<ModuleTy> modules = new ArrayList<>();
    final List<Map<String, ExternType>> coreInstances = new ArrayList<>();
    final List<SizedTy> types = new ArrayList<>();
    final List<FuncType> funcs = new ArrayList<>();
    final List<Ty.Component> components = new ArrayList<>();
    final List<Ty.Instance> instances = new ArrayList<>();
    final Map<String, Ext> imports = new LinkedHashMap<>();
    final Map<String, Ext> exports = new LinkedHashMap<>();
    final NameRules importNames = new NameRules();
    final NameRules exportNames = new NameRules();
    final List<ResourceType.Local> openImport = new ArrayList<>();
    final List<ResourceType.Local> openExport = new ArrayList<>();

    private Scope(Optional<Scope> parent, boolean component, Validity valid, Optional<Visibility> visible) {
        this.parent = parent;
        this.component = component;
        this.valid = valid;
        this.visible = visible;
    }

    static Scope component(Optional<Scope> parent, Validity valid) {
        return new Scope(parent, true, valid, Optional.of(new Visibility(valid.fuel())));
    }

    static Scope componentType(Scope parent) {
        return new Scope(Optional.of(parent), false, parent.valid, Optional.of(new Visibility(parent.valid.fuel())));
    }

    static Scope instanceType(Scope parent) {
        return new Scope(Optional.of(parent), false, parent.valid, Optional.empty());
    }

    /** An element of an index space. */
    static <T> T at(List<T> space, int index, Sort sort) {
        if (index >= space.size()) {
            throw new ComponentException("unknown " + sort + " " + index + ": " + sort + " index out of bounds, there are " + space.size());
        }
        return space.get(index);
    }

    /** Adds something of that type to the index space of its sort. */
    void add(Ext ext) {
        switch (ext) {
            case Ext.Type t -> types.add(SizedTy.measure(t.type(), valid.fuel()));
            case ModuleTy m -> modules.add(m);
            case Ty.Func f -> funcs.add(f.type());
            case Ty.Instance i -> instances.add(i);
            case Ty.Component c -> components.add(c);
        }
    }

    /** The type of something that can be an import, an export or an argument. */
    Ext ext(Step.Ref ref) {
        return switch (ref.sort()) {
            case CORE_MODULE -> at(modules, ref.index(), ref.sort());
            case FUNC -> new Ty.Func(at(funcs, ref.index(), ref.sort()));
            case TYPE -> new Ext.Type(at(types, ref.index(), ref.sort()).type());
            case COMPONENT -> at(components, ref.index(), ref.sort());
            case INSTANCE -> at(instances, ref.index(), ref.sort());
            default -> throw new ComponentException("a " + ref.sort() + " cannot be imported, exported or an argument of a component");
        };
    }

    /** The type of something a core instance can have. */
    ExternType core(Step.Ref ref) {
        return switch (ref.sort()) {
            case CORE_FUNC -> at(coreFuncs, ref.index(), ref.sort());
            case CORE_TABLE -> at(tables, ref.index(), ref.sort());
            case CORE_MEMORY -> at(memories, ref.index(), ref.sort());
            case CORE_GLOBAL -> at(globals, ref.index(), ref.sort());
            case CORE_TAG -> at(tags, ref.index(), ref.sort());
            default -> throw new ComponentException("a " + ref.sort() + " cannot be exported by a core instance");
        };
    }

    void addCore(ExternType type) {
        switch (type) {
            case ExternType.Func f -> coreFuncs.add(f);
            case ExternType.Tab t -> tables.add(t);
            case ExternType.Mem m -> memories.add(m);
            case ExternType.Glob g -> globals.add(g);
            case ExternType.Tag t -> tags.add(t);
        }
    }

    static Sort sort(ExternType type) {
        return switch (type) {
            case ExternType.Func f -> Sort.CORE_FUNC;
            case ExternType.Tab t -> Sort.CORE_TABLE;
            case ExternType.Mem m -> Sort.CORE_MEMORY;
            case ExternType.Glob g -> Sort.CORE_GLOBAL;
            case ExternType.Tag t -> Sort.CORE_TAG;
        };
    }

    static Sort sort(Ext type) {
        return switch (type) {
            case Ext.Type t -> Sort.TYPE;
            case ModuleTy m -> Sort.CORE_MODULE;
            case Ty.Func f -> Sort.FUNC;
            case Ty.Instance i -> Sort.INSTANCE;
            case Ty.Component c -> Sort.COMPONENT;
        };
    }

    /** The enclosing scope that many steps out. */
    Scope outer(int depth) {
        Scope scope = this;
        for (int i = 0; i < depth; i++) {
            scope = scope.parent.orElseThrow(() -> new ComponentException("invalid outer alias count of " + depth + ": there are fewer enclosing components"));
        }
        return scope;
    }

    /** Whether a component's boundary is between this scope and the one that many steps out. */
    boolean crossesComponent(int depth) {
        Scope scope = this;
        for (int i = 0; i < depth; i++) {
            if (scope.component) {
                return true;
            }
            scope = scope.parent.orElseThrow();
        }
        return false;
    }

    /** An instance of the type with resource types of its own, which are added to a list. */
    Ext opened(Ext type, List<ResourceType.Local> to) {
        if (!(type instanceof Ty.Instance i)) {
            return type;
        }
        Substitution fresh = Substitution.fresh(i.open(), valid.fuel());
        to.addAll(fresh.locals(i.open()));
        return fresh.opened(i);
    }
}
