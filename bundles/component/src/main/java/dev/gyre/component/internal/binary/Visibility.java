package dev.gyre.component.internal.binary;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.Fuel;
import dev.gyre.component.internal.types.ModuleTy;
import dev.gyre.component.internal.types.Parts;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;

/**
 * Which types of a component or component type whoever uses it can name (Explainer.md, "External Visibility of Types"): imports may refer to
 * records, variants, enums, flags and resources that imports before them make known, exports also to those that exports do. Structural types
 * need no name. Every import and export of such a type is a type of its own here, an object or {@link ResourceType.Local#known}, though equal
 * to the one it was made of. For one thread.
 */
final class Visibility {
    private final Fuel fuel;
    private final Names imported = new Names();
    private final Names exported = new Names();

    Visibility(Fuel fuel) {
        this.fuel = fuel;
    }

    private static final class Names {
        private final Set<ValueType> values = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Set<Object> resources = new HashSet<>();

        void add(Ty type) {
            switch (type) {
                case Ty.Value v -> values.add(v.type());
                case Ty.Resource r -> resources.add(r.type().known());
                default -> {
                }
            }
        }

        boolean has(ResourceType type) {
            return type instanceof ResourceType.Local l && resources.contains(l.known());
        }
    }

    /** The type that an import or export of this one is. */
    static Ty known(Ty type) {
        return switch (type) {
            case Ty.Value(ValueType.RecordType r) -> new Ty.Value(new ValueType.RecordType(r.fields()));
            case Ty.Value(ValueType.VariantType v) -> new Ty.Value(new ValueType.VariantType(v.cases()));
            case Ty.Value(ValueType.EnumType e) -> new Ty.Value(new ValueType.EnumType(e.labels()));
            case Ty.Value(ValueType.FlagsType f) -> new Ty.Value(new ValueType.FlagsType(f.labels()));
            case Ty.Resource(ResourceType.Local r) -> new Ty.Resource(r.renamed());
            default -> type;
        };
    }

    /** @throws ComponentException when it refers to a type that no import before makes known */
    void imported(String name, Ext type) {
        check(name, type, "import", imported);
    }

    /** @throws ComponentException when it refers to a type that no import or export before makes known */
    void exported(String name, Ext type) {
        check(name, type, "export", exported);
    }

    private void check(String name, Ext ext, String as, Names names) {
        fuel.burn();
        switch (ext) {
            case Ext.Type(Ty type) -> {
                complete(name, type, as, names);
                names.add(type);
                if (names == imported) {
                    exported.add(type);
                }
            }
            case Ty.Instance i -> i.exports().forEach((part, e) -> check(name + "` `" + part, e, as, names));
            case Ty.Func f -> complete(name, f, as, names);
            // what these refer to was checked when they were defined
            case Ty.Component _, ModuleTy _ -> {
            }
        }
    }

    /** Checks what a type is made of, but not the type itself. */
    private void complete(String name, Ty type, String as, Names names) {
        switch (type) {
            case Ty.Value(ValueType.OwnType o) -> require(name, "type", o, as, names);
            case Ty.Value(ValueType.BorrowType b) -> require(name, "type", b, as, names);
            case Ty.Value v -> Parts.of(v.type()).forEach(p -> require(name, "type", p, as, names));
            case Ty.Func(FuncType f) -> {
                f.params().forEach(p -> require(name, "func", p.type(), as, names));
                f.result().ifPresent(r -> require(name, "func", r, as, names));
            }
            case Ty.Instance i -> i.exports().forEach((part, ext) -> {
                fuel.burn();
                switch (ext) {
                    case Ext.Type t -> complete(name + "` `" + part, t.type(), as, names);
                    case Ty.Func f -> complete(name + "` `" + part, f, as, names);
                    case Ty.Instance inner -> complete(name + "` `" + part, inner, as, names);
                    case Ty.Component _, ModuleTy _ -> {
                    }
                }
            });
            case Ty.Resource _, Ty.Component _ -> {
            }
        }
    }

    private void require(String name, String kind, ValueType type, String as, Names names) {
        fuel.burn();
        boolean known = switch (type) {
            case ValueType.RecordType r -> names.values.contains(r);
            case ValueType.VariantType v -> names.values.contains(v);
            case ValueType.EnumType e -> names.values.contains(e);
            case ValueType.FlagsType f -> names.values.contains(f);
            case ValueType.OwnType o -> names.has(o.resource());
            case ValueType.BorrowType b -> names.has(b.resource());
            default -> {
                Parts.of(type).forEach(p -> require(name, kind, p, as, names));
                yield true;
            }
        };
        if (!known) {
            throw new ComponentException("`" + name + "`: " + kind + " not valid to be used as " + as + ": it refers to " + shortened(type) + ", which no "
                    + (as.equals("import") ? "import" : "import or export") + " before it makes known");
        }
    }

    private static String shortened(ValueType type) {
        String text = type.toString();
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
