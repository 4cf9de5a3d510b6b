package dev.gyre.component.internal.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.component.internal.binary.Sort;
import dev.gyre.component.internal.binary.Step;
import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.Fuel;
import dev.gyre.component.internal.types.Substitution;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;

/** The index spaces of one component instance while it is planned. For one thread. */
final class Frame {
    final Optional<Frame> outer;
    /** Of the composition that the instance belongs to. */
    final Part part;
    final int instance;
    final Map<String, Def> args;
    final List<CoreDef.Instance> coreInstances = new ArrayList<>();
    final Map<String, Def> exports = new LinkedHashMap<>();
    private final Fuel fuel;
    private final Map<Sort, List<Def>> defs = new EnumMap<>(Sort.class);
    private final Map<Sort, List<CoreDef>> coreDefs = new EnumMap<>(Sort.class);
    private final List<Ty> types = new ArrayList<>();
    private final Map<ResourceType, ResourceType> resources = new HashMap<>();
    private Optional<Substitution> substitution = Optional.empty();

    /** @param modules how many core modules the parts before it have */
    record Part(int number, int modules) {
    }

    Frame(Optional<Frame> outer, Part part, int instance, Map<String, Def> args, Fuel fuel) {
        this.outer = outer;
        this.part = part;
        this.instance = instance;
        this.args = args;
        this.fuel = fuel;
    }

    void add(Sort sort, Def def) {
        defs.computeIfAbsent(sort, s -> new ArrayList<>()).add(def);
    }

    void add(Ty type) {
        types.add(type);
    }

    void add(Sort sort, CoreDef def) {
        coreDefs.computeIfAbsent(sort, s -> new ArrayList<>()).add(def);
    }

    Def at(Sort sort, int index) {
        return sort == Sort.TYPE ? new Def.Type(substitution().apply(types.get(index))) : defs.get(sort).get(index);
    }

    Def at(Step.Ref ref) {
        return at(ref.sort(), ref.index());
    }

    CoreDef core(Sort sort, int index) {
        return coreDefs.get(sort).get(index);
    }

    Frame outer(int depth) {
        Frame frame = this;
        for (int i = 0; i < depth; i++) {
            frame = frame.outer.orElseThrow();
        }
        return frame;
    }

    /** Says which of the plan's resource types one of the component's stands for. */
    void bind(ResourceType.Local from, ResourceType.Local to) {
        resources.put(from, to);
        substitution = Optional.empty();
    }

    boolean bound(ResourceType type) {
        return resources.containsKey(type);
    }

    /** Binds the resource types that a declared type leaves open to those of what is really there. */
    void bind(Ext declared, Def actual) {
        fuel.burn();
        if (declared instanceof Ext.Type(Ty.Resource(ResourceType.Local local)) && !bound(local)
                && actual instanceof Def.Type(Ty.Resource(ResourceType.Local is))) {
            bind(local, is);
        } else if (declared instanceof Ty.Instance i && actual instanceof Def.Instance(Map<String, Def> has)) {
            i.exports().forEach((name, ext) -> Optional.ofNullable(has.get(name)).ifPresent(def -> bind(ext, def)));
        }
    }

    private Substitution substitution() {
        if (substitution.isEmpty()) {
            substitution = Optional.of(new Substitution(resources, fuel));
        }
        return substitution.get();
    }

    FuncType concrete(FuncType type) {
        return substitution().apply(type);
    }

    Ext concrete(Ext type) {
        return substitution().apply(type);
    }

    ResourceType.Local concrete(ResourceType type) {
        if (!(substitution().resource(type) instanceof ResourceType.Local local) || !bound(type)) {
            throw new ComponentException("resource type `" + type.name() + "` is not known here");
        }
        return local;
    }
}
