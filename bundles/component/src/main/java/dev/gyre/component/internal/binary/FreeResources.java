package dev.gyre.component.internal.binary;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.Fuel;
import dev.gyre.component.internal.types.ModuleTy;
import dev.gyre.component.internal.types.Parts;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;

/** Whether a type refers to a resource type from outside of it. */
final class FreeResources {
    private final Fuel fuel;

    private FreeResources(Fuel fuel) {
        this.fuel = fuel;
    }

    static boolean in(Ty type, Fuel fuel) {
        return new FreeResources(fuel).free(type, Set.of());
    }

    private boolean free(Ty type, Set<ResourceType> own) {
        fuel.burn();
        return switch (type) {
            case Ty.Value v -> free(v.type(), own);
            case Ty.Resource r -> !own.contains(r.type());
            case Ty.Func f -> free(f.type(), own);
            case Ty.Instance i -> any(i.exports().values().stream(), with(own, i.open()));
            case Ty.Component c -> any(Stream.concat(c.imports().values().stream(), c.exports().values().stream()),
                    with(with(own, c.openImport()), c.openExport()));
        };
    }

    private boolean any(Stream<Ext> exts, Set<ResourceType> own) {
        return exts.anyMatch(e -> switch (e) {
            case Ext.Type t -> free(t.type(), own);
            case ModuleTy m -> false;
            case Ty.Func f -> free(f, own);
            case Ty.Instance i -> free(i, own);
            case Ty.Component c -> free(c, own);
        });
    }

    private boolean free(FuncType type, Set<ResourceType> own) {
        return type.params().stream().anyMatch(p -> free(p.type(), own)) || type.result().filter(r -> free(r, own)).isPresent();
    }

    private boolean free(ValueType type, Set<ResourceType> own) {
        fuel.burn();
        return switch (type) {
            case ValueType.OwnType o -> !own.contains(o.resource());
            case ValueType.BorrowType b -> !own.contains(b.resource());
            default -> Parts.of(type).stream().anyMatch(p -> free(p, own));
        };
    }

    private static Set<ResourceType> with(Set<ResourceType> own, List<ResourceType.Local> more) {
        Set<ResourceType> all = new HashSet<>(own);
        all.addAll(more);
        return all;
    }
}
