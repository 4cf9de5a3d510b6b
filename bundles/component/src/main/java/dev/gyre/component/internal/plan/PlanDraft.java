package dev.gyre.component.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.InterfaceName;
import dev.gyre.component.type.ResourceType;

/** A plan that is being made: what there is so far, by number. For one thread. */
final class PlanDraft {
    private static final int MOST_INSTANCES = 1_000;

    private final List<Integer> parents = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<CoreDef.Export, Integer> slots = new HashMap<>();
    private final Map<Integer, Integer> trampolineSlots = new HashMap<>();
    private final List<Plan.Resource> resources = new ArrayList<>();
    private final Map<ResourceType, Integer> resourceNumbers = new HashMap<>();
    private final List<Plan.Lift> lifts = new ArrayList<>();
    private final List<Plan.Trampoline> trampolines = new ArrayList<>();
    private final List<Plan.HostImport> hostFuncs = new ArrayList<>();
    private final List<Map<String, Ext>> imports = new ArrayList<>();
    /** Those the host implements, by what compatible versions of an interface have in common: all parts mean the same. */
    private final Map<Plan.HostName, ResourceType.Local> hostResources = new HashMap<>();
    private int coreInstances;

    /** An initializer before it is known which exports are needed later. */
    private sealed interface Step {
        record Core(int module, List<CoreDef> args, int instance) implements Step {
        }

        record Complete(int instance) implements Step {
        }

        record Call(int slot) implements Step {
        }
    }

    /** One more part, whose imports the host satisfies. @return its number */
    int part() {
        imports.add(new LinkedHashMap<>());
        return imports.size() - 1;
    }

    /** An import of a part that the host satisfies. */
    void imported(int part, String name, Ext type) {
        imports.get(part).put(name, type);
    }

    /** One more instance of a component. @param parent -1 for the outermost. @return its number */
    int instance(int parent) {
        parents.add(parent);
        limit(parents.size(), "instances of components");
        return parents.size() - 1;
    }

    /** One more instance of a core module, which is yet to be {@link #instantiate}d. */
    CoreDef.Instance.Made coreInstance() {
        limit(coreInstances + 1, "core instances");
        return new CoreDef.Instance.Made(coreInstances++);
    }

    private static void limit(int count, String what) {
        if (count > MOST_INSTANCES) {
            throw new ComponentException("the component makes more than " + MOST_INSTANCES + " " + what);
        }
    }

    void instantiate(CoreDef.Instance.Made instance, int module, List<CoreDef> args) {
        steps.add(new Step.Core(module, args, instance.instance()));
    }

    /** All of an instance of a component is there. */
    void complete(int instance) {
        steps.add(new Step.Complete(instance));
    }

    /** Calls a core function without parameters. */
    void call(int slot) {
        steps.add(new Step.Call(slot));
    }

    ResourceType.Local resource(String name, Optional<Plan.HostName> imported, int instance, OptionalInt destructor) {
        ResourceType.Local type = new ResourceType.Local(name);
        resourceNumbers.put(type, resources.size());
        resources.add(new Plan.Resource(type, imported, instance, destructor));
        return type;
    }

    /** The first part that imports it says it for all: what one part gets from the host another may pass on. */
    ResourceType.Local hostResource(Plan.HostName name) {
        String key = InterfaceName.parse(name.interfaceName()).map(InterfaceName::key).orElse(name.interfaceName());
        return hostResources.computeIfAbsent(new Plan.HostName(0, key, name.name()), k -> resource(name.name(), Optional.of(name), -1, OptionalInt.empty()));
    }

    int number(ResourceType resource) {
        return resourceNumbers.get(resource);
    }

    Def.Lifted add(Plan.Lift lift) {
        lifts.add(lift);
        return new Def.Lifted(lifts.size() - 1);
    }

    CoreDef.Trampoline add(Plan.Trampoline trampoline) {
        trampolines.add(trampoline);
        return new CoreDef.Trampoline(trampolines.size() - 1);
    }

    Def.Host add(Plan.HostImport function) {
        hostFuncs.add(function);
        return new Def.Host(hostFuncs.size() - 1);
    }

    Plan.HostImport function(Def.Host host) {
        return hostFuncs.get(host.hostFunc());
    }

    /** Where an instance keeps what is needed later. */
    int slot(CoreDef def) {
        return switch (def) {
            case CoreDef.Export e -> slots.computeIfAbsent(e, k -> slots.size() + trampolineSlots.size());
            case CoreDef.Trampoline t -> trampolineSlots.computeIfAbsent(t.index(), k -> slots.size() + trampolineSlots.size());
        };
    }

    private Plan.Core core(CoreDef def) {
        return def instanceof CoreDef.Trampoline t ? new Plan.Core.Trampoline(t.index()) : new Plan.Core.Slot(slot(def));
    }

    /** The plan; nothing may be added any more. */
    Plan finish(Map<String, Plan.Export> exports) {
        List<List<Plan.Core>> args = steps.stream().map(s -> s instanceof Step.Core c ? c.args().stream().map(this::core).toList() : List.<Plan.Core>of()).toList();
        Map<Integer, Map<String, Integer>> kept = new HashMap<>();
        slots.forEach((export, slot) -> kept.computeIfAbsent(export.instance(), k -> new LinkedHashMap<>()).put(export.name(), slot));
        List<Plan.Initializer> initializers = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            initializers.add(switch (steps.get(i)) {
                case Step.Complete c -> new Plan.Initializer.Complete(c.instance());
                case Step.Call c -> new Plan.Initializer.Call(c.slot());
                case Step.Core c -> new Plan.Initializer.Instantiate(c.module(), args.get(i), kept.getOrDefault(c.instance(), Map.of()));
            });
        }
        trampolineSlots.forEach((trampoline, slot) -> initializers.addFirst(new Plan.Initializer.Function(trampoline, slot)));
        return new Plan(List.copyOf(parents), List.copyOf(initializers), List.copyOf(resources), List.copyOf(lifts), List.copyOf(trampolines),
                List.copyOf(hostFuncs), List.copyOf(imports), exports, slots.size() + trampolineSlots.size(), coreInstances);
    }
}
