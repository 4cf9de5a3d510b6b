package dev.gyre.component.internal.types;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;

/** Puts other resource types in the place of some. Types without any of them stay the same objects, which is what tells named ones apart. For one thread. */
public final class Substitution {
    private final Map<ResourceType, ResourceType> map;
    private final Fuel fuel;
    /** Types share parts; each part is rewritten once. */
    private final Map<ValueType, ValueType> done = new IdentityHashMap<>();
    /** By {@link ResourceType.Local#known}. */
    private final Map<Object, ResourceType.Local> renamed = new HashMap<>();

    public Substitution(Map<? extends ResourceType, ? extends ResourceType> map, Fuel fuel) {
        this.map = new HashMap<>(map);
        this.fuel = fuel;
    }

    /** Puts the types that something makes known in the place of those of an equal thing. To be called before anything is replaced. */
    void rename(Ext from, Ext to) {
        fuel.burn();
        if (from instanceof Ext.Type(Ty.Value(ValueType f)) && to instanceof Ext.Type(Ty.Value(ValueType t))) {
            if (f != t) {
                done.put(f, t);
            }
        } else if (from instanceof Ext.Type(Ty.Resource(ResourceType.Local f)) && to instanceof Ext.Type(Ty.Resource(ResourceType.Local t))) {
            renamed.put(f.known(), t);
        } else if (from instanceof Ty.Instance f && to instanceof Ty.Instance t) {
            f.exports().forEach((name, ext) -> rename(ext, t.exports().get(name)));
        }
    }

    private boolean nothing() {
        return map.isEmpty() && done.isEmpty() && renamed.isEmpty();
    }

    /** Every one of the resource types becomes a new one. */
    public static Substitution fresh(List<ResourceType.Local> open, Fuel fuel) {
        Map<ResourceType, ResourceType> map = new HashMap<>();
        open.forEach(r -> map.put(r, new ResourceType.Local(r.name())));
        return new Substitution(map, fuel);
    }

    /** What the given resource types become. */
    public List<ResourceType.Local> locals(List<ResourceType.Local> of) {
        return of.stream().map(r -> (ResourceType.Local) resource(r)).toList();
    }

    public ResourceType resource(ResourceType type) {
        if (!(type instanceof ResourceType.Local local)) {
            return map.getOrDefault(type, type);
        }
        ResourceType.Local other = renamed.get(local.known());
        if (other != null) {
            return other;
        }
        ResourceType to = map.getOrDefault(type, type);
        return to instanceof ResourceType.Local l ? l.knownAs(local) : to;
    }

    public Ext apply(Ext ext) {
        fuel.burn();
        return switch (ext) {
            case Ext.Type t -> new Ext.Type(apply(t.type()));
            case ModuleTy m -> m;
            case Ty.Func f -> func(f);
            case Ty.Instance i -> instance(i);
            case Ty.Component c -> component(c);
        };
    }

    public Ty apply(Ty type) {
        fuel.burn();
        return switch (type) {
            case Ty.Value v -> new Ty.Value(apply(v.type()));
            case Ty.Resource r -> new Ty.Resource((ResourceType.Local) resource(r.type()));
            case Ty.Func f -> func(f);
            case Ty.Instance i -> instance(i);
            case Ty.Component c -> component(c);
        };
    }

    private Ty.Func func(Ty.Func f) {
        return nothing() ? f : new Ty.Func(apply(f.type()));
    }

    public Ty.Instance instance(Ty.Instance i) {
        return nothing() ? i : new Ty.Instance(entries(i.exports()), i.open());
    }

    /** An instance of the type, after its own resource types were put into place. */
    public Ty.Instance opened(Ty.Instance i) {
        return new Ty.Instance(entries(i.exports()), List.of());
    }

    private Ty.Component component(Ty.Component c) {
        return nothing() ? c : new Ty.Component(entries(c.imports()), entries(c.exports()), c.openImport(), c.openExport());
    }

    public Map<String, Ext> entries(Map<String, Ext> of) {
        Map<String, Ext> to = new LinkedHashMap<>();
        of.forEach((name, ext) -> to.put(name, apply(ext)));
        return to;
    }

    public FuncType apply(FuncType type) {
        fuel.burn();
        List<FuncType.Param> params = new ArrayList<>();
        type.params().forEach(p -> params.add(new FuncType.Param(p.name(), apply(p.type()))));
        return new FuncType(params, type.result().map(this::apply), type.async());
    }

    public ValueType apply(ValueType type) {
        if (nothing() || type instanceof ValueType.Primitive) {
            return type;
        }
        ValueType known = done.get(type);
        if (known == null) {
            known = changes(type) ? rebuilt(type) : type;
            done.put(type, known);
        }
        return known;
    }

    private boolean changes(ValueType type) {
        fuel.burn();
        return switch (type) {
            case ValueType.OwnType o -> resource(o.resource()) != o.resource();
            case ValueType.BorrowType b -> resource(b.resource()) != b.resource();
            default -> Parts.of(type).stream().anyMatch(p -> apply(p) != p);
        };
    }

    private ValueType rebuilt(ValueType type) {
        return switch (type) {
            case ValueType.Primitive p -> p;
            case ValueType.FlagsType f -> f;
            case ValueType.EnumType e -> e;
            case ValueType.RecordType r -> new ValueType.RecordType(r.fields().stream().map(f -> new ValueType.Field(f.name(), apply(f.type()))).toList());
            case ValueType.VariantType v -> new ValueType.VariantType(
                    v.cases().stream().map(c -> new ValueType.CaseType(c.name(), apply(c.type()))).toList());
            case ValueType.ListType l -> new ValueType.ListType(apply(l.element()));
            case ValueType.TupleType t -> new ValueType.TupleType(t.elements().stream().map(this::apply).toList());
            case ValueType.OptionType o -> new ValueType.OptionType(apply(o.some()));
            case ValueType.ResultType r -> new ValueType.ResultType(apply(r.ok()), apply(r.error()));
            case ValueType.OwnType o -> new ValueType.OwnType(resource(o.resource()));
            case ValueType.BorrowType b -> new ValueType.BorrowType(resource(b.resource()));
            case ValueType.StreamType s -> new ValueType.StreamType(apply(s.element()));
            case ValueType.FutureType f -> new ValueType.FutureType(apply(f.value()));
        };
    }

    private Optional<ValueType> apply(Optional<ValueType> type) {
        return type.map(this::apply);
    }
}
