package dev.gyre.component.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.gyre.api.engine.ImportType;
import dev.gyre.component.internal.binary.CanonOptions;
import dev.gyre.component.internal.binary.ComponentBinary;
import dev.gyre.component.internal.binary.Sort;
import dev.gyre.component.internal.binary.Step;
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
 * Makes a plan of a component by instantiating it and everything nested in it on paper: what each index stands for is known
 * then, and what is left is a flat list. For one thread and one component.
 */
public final class Planner {
    private static final int MOST_INSTANCES = 1_000;
    private static final long MOST_STEPS = 20_000_000;

    private final Fuel fuel = new Fuel(MOST_STEPS);
    private final List<Integer> parents = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<CoreDef.Export, Integer> slots = new HashMap<>();
    private final Map<Integer, Integer> trampolineSlots = new HashMap<>();
    private final List<Plan.Resource> resources = new ArrayList<>();
    private final Map<ResourceType, Integer> resourceNumbers = new HashMap<>();
    private final List<Plan.Lift> lifts = new ArrayList<>();
    private final List<Plan.Trampoline> trampolines = new ArrayList<>();
    private final List<Plan.HostImport> hostFuncs = new ArrayList<>();
    private final Map<String, Ext> imports = new LinkedHashMap<>();
    private int coreInstances;

    /** An initializer before it is known which exports are needed later. */
    private sealed interface Draft {
        record Core(int module, List<CoreDef> args, int instance) implements Draft {
        }

        record Complete(int instance) implements Draft {
        }
    }

    private Planner() {
    }

    /** @throws ComponentException when the component needs what is not supported */
    public static Plan plan(ComponentBinary component) {
        return new Planner().make(component);
    }

    private Plan make(ComponentBinary component) {
        Frame root = new Frame(Optional.empty(), 0, Map.of(), fuel);
        parents.add(-1);
        run(component, root, true);
        Map<String, Plan.Export> exports = new LinkedHashMap<>();
        component.type().exports().forEach((name, type) -> exports.put(name, export(root.exports.get(name), root.concrete(type))));
        List<Plan.Initializer> initializers = new ArrayList<>();
        List<List<Plan.Core>> args = drafts.stream().map(d -> d instanceof Draft.Core c ? c.args().stream().map(this::core).toList() : List.<Plan.Core>of()).toList();
        Map<Integer, Map<String, Integer>> kept = new HashMap<>();
        slots.forEach((export, slot) -> kept.computeIfAbsent(export.instance(), k -> new LinkedHashMap<>()).put(export.name(), slot));
        for (int i = 0; i < args.size(); i++) {
            initializers.add(switch (drafts.get(i)) {
                case Draft.Complete c -> new Plan.Initializer.Complete(c.instance());
                case Draft.Core c -> new Plan.Initializer.Instantiate(c.module(), args.get(i), kept.getOrDefault(c.instance(), Map.of()));
            });
        }
        trampolineSlots.forEach((trampoline, slot) -> initializers.addFirst(new Plan.Initializer.Function(trampoline, slot)));
        return new Plan(List.copyOf(parents), List.copyOf(initializers), List.copyOf(resources), List.copyOf(lifts), List.copyOf(trampolines),
                List.copyOf(hostFuncs), imports, exports, slots.size() + trampolineSlots.size(), coreInstances);
    }

    private Plan.Export export(Def def, Ext type) {
        return switch (def) {
            case Def.Lifted l -> new Plan.Export.Lifted(l.lift());
            case Def.Host h -> new Plan.Export.Host(h.hostFunc());
            case Def.Instance i when type instanceof Ty.Instance t -> {
                Map<String, Plan.Export> exports = new LinkedHashMap<>();
                t.exports().forEach((name, ext) -> exports.put(name, export(i.exports().get(name), ext)));
                yield new Plan.Export.Instance(exports, type);
            }
            default -> new Plan.Export.Other(type);
        };
    }

    private void run(ComponentBinary component, Frame frame, boolean root) {
        for (Step step : component.steps()) {
            fuel.burn();
            switch (step) {
                case Step.CoreModule m -> frame.add(Sort.CORE_MODULE, new Def.Module(m.module(), m.type()));
                case Step.CoreInstantiate i -> coreInstantiate(i, frame);
                case Step.CoreBag b -> coreBag(b, frame);
                case Step.Nested n -> frame.add(Sort.COMPONENT, new Def.Component(n.component(), frame));
                case Step.Instantiate i -> instantiate(i, frame);
                case Step.Bag b -> {
                    Map<String, Def> exports = new LinkedHashMap<>();
                    b.exports().forEach((name, ref) -> exports.put(name, frame.at(ref)));
                    frame.add(Sort.INSTANCE, new Def.Instance(exports));
                }
                case Step.Alias a -> frame.add(a.sort(), ((Def.Instance) frame.at(Sort.INSTANCE, a.instance())).exports().get(a.name()));
                case Step.CoreAlias a -> frame.add(a.sort(), frame.coreInstances.get(a.instance()).export(a.name()));
                case Step.Outer o -> frame.add(o.sort(), frame.outer(o.depth()).at(o.sort(), o.index()));
                case Step.Type t -> frame.add(t.type());
                case Step.Resource r -> define(r, frame);
                case Step.Lift l -> lift(l, frame);
                case Step.Lower l -> lower(l, frame);
                case Step.Builtin b -> builtin(b, frame);
                case Step.Import i -> importDef(i, root ? hostDef(i.name(), i.type(), frame) : frame.args.get(i.name()), frame);
                case Step.Export e -> {
                    Def def = frame.at(e.what());
                    frame.exports.put(e.name(), def);
                    importDef(new Step.Import(e.name(), e.type()), def, frame);
                }
            }
        }
        drafts.add(new Draft.Complete(frame.instance));
    }

    private void importDef(Step.Import step, Def def, Frame frame) {
        frame.bind(step.type(), def);
        if (step.type() instanceof Ext.Type(Ty type)) {
            frame.add(type);
        } else {
            frame.add(sort(step.type()), def);
        }
    }

    private static Sort sort(Ext type) {
        return switch (type) {
            case Ext.Type t -> Sort.TYPE;
            case ModuleTy m -> Sort.CORE_MODULE;
            case Ty.Func f -> Sort.FUNC;
            case Ty.Instance i -> Sort.INSTANCE;
            case Ty.Component c -> Sort.COMPONENT;
        };
    }

    private void coreInstantiate(Step.CoreInstantiate step, Frame frame) {
        Def.Module module = (Def.Module) frame.at(Sort.CORE_MODULE, step.module());
        List<CoreDef> args = new ArrayList<>();
        for (ImportType i : module.type().imports()) {
            args.add(frame.coreInstances.get(step.args().get(i.module())).export(i.name()));
        }
        drafts.add(new Draft.Core(module.module(), args, coreInstances));
        frame.coreInstances.add(new CoreDef.Instance.Made(coreInstances++));
        limit(coreInstances, "core instances");
    }

    private static void limit(int count, String what) {
        if (count > MOST_INSTANCES) {
            throw new ComponentException("the component makes more than " + MOST_INSTANCES + " " + what);
        }
    }

    private void coreBag(Step.CoreBag step, Frame frame) {
        Map<String, CoreDef> exports = new HashMap<>();
        step.exports().forEach((name, ref) -> exports.put(name, frame.core(ref.sort(), ref.index())));
        frame.coreInstances.add(new CoreDef.Instance.Bag(exports));
    }

    private void instantiate(Step.Instantiate step, Frame frame) {
        Def.Component component = (Def.Component) frame.at(Sort.COMPONENT, step.component());
        Map<String, Def> args = new HashMap<>();
        step.args().forEach((name, ref) -> args.put(name, frame.at(ref)));
        Frame inner = new Frame(Optional.of(component.outer()), parents.size(), args, fuel);
        parents.add(frame.instance);
        limit(parents.size(), "instances of components");
        run(component.binary(), inner, false);
        Def.Instance instance = new Def.Instance(inner.exports);
        frame.bind(step.type(), instance);
        frame.add(Sort.INSTANCE, instance);
    }

    private void define(Step.Resource step, Frame frame) {
        OptionalInt destructor = step.destructor().isPresent()
                ? OptionalInt.of(slot(frame.core(Sort.CORE_FUNC, step.destructor().getAsInt()))) : OptionalInt.empty();
        frame.bind(step.type(), resource(step.type().name(), Optional.empty(), frame.instance, destructor));
    }

    private ResourceType.Local resource(String name, Optional<Plan.HostName> imported, int instance, OptionalInt destructor) {
        ResourceType.Local type = new ResourceType.Local(name);
        resourceNumbers.put(type, resources.size());
        resources.add(new Plan.Resource(type, imported, instance, destructor));
        return type;
    }

    private int slot(CoreDef def) {
        return switch (def) {
            case CoreDef.Export e -> slots.computeIfAbsent(e, k -> slots.size() + trampolineSlots.size());
            case CoreDef.Trampoline t -> trampolineSlots.computeIfAbsent(t.index(), k -> slots.size() + trampolineSlots.size());
        };
    }

    private Plan.Core core(CoreDef def) {
        return def instanceof CoreDef.Trampoline t ? new Plan.Core.Trampoline(t.index()) : new Plan.Core.Slot(slot(def));
    }

    private Plan.Options options(CanonOptions o, Frame frame) {
        return new Plan.Options(frame.instance, o.encoding(), slot(o.memory(), Sort.CORE_MEMORY, frame), slot(o.realloc(), Sort.CORE_FUNC, frame),
                slot(o.postReturn(), Sort.CORE_FUNC, frame));
    }

    private OptionalInt slot(OptionalInt index, Sort sort, Frame frame) {
        return index.isPresent() ? OptionalInt.of(slot(frame.core(sort, index.getAsInt()))) : OptionalInt.empty();
    }

    private void lift(Step.Lift step, Frame frame) {
        refuseAsync(step.options(), step.type());
        int func = slot(frame.core(Sort.CORE_FUNC, step.coreFunc()));
        frame.add(Sort.FUNC, new Def.Lifted(lifts.size()));
        lifts.add(new Plan.Lift(func, options(step.options(), frame), frame.concrete(step.type())));
    }

    private static void refuseAsync(CanonOptions options, FuncType type) {
        if (options.async() || type.async() || type.params().stream().anyMatch(p -> async(p.type())) || type.result().filter(Planner::async).isPresent()) {
            throw new ComponentException("the component needs WASI 0.3 async, which is not supported: it uses the function " + type);
        }
    }

    private static boolean async(ValueType type) {
        return type instanceof ValueType.StreamType || type instanceof ValueType.FutureType || type == ValueType.Primitive.ERROR_CONTEXT
                || Parts.of(type).stream().anyMatch(Planner::async);
    }

    private void lower(Step.Lower step, Frame frame) {
        refuseAsync(step.options(), step.type());
        frame.add(Sort.CORE_FUNC, new CoreDef.Trampoline(trampolines.size()));
        Plan.Options options = options(step.options(), frame);
        FuncType type = frame.concrete(step.type());
        trampolines.add(switch (frame.at(Sort.FUNC, step.func())) {
            case Def.Lifted l -> new Plan.Trampoline.ToLift(l.lift(), options, type, step.core());
            case Def.Host h -> new Plan.Trampoline.ToHost(h.hostFunc(), options, type, step.core());
            case Def other -> throw new IllegalStateException("no function: " + other);
        });
    }

    private void builtin(Step.Builtin step, Frame frame) {
        OptionalInt resource = step.resource().isPresent() ? OptionalInt.of(resourceNumbers.get(frame.concrete(step.resource().get()))) : OptionalInt.empty();
        frame.add(Sort.CORE_FUNC, new CoreDef.Trampoline(trampolines.size()));
        trampolines.add(new Plan.Trampoline.Builtin(step.kind(), frame.instance, resource, step.slot(), step.core()));
    }

    /** What the host has to give for an import of the outermost component. */
    private Def hostDef(String name, Ext type, Frame frame) {
        Def def = hostDef(new Plan.HostName("", name), type, frame);
        frame.bind(type, def);
        imports.put(name, frame.concrete(type));
        return def;
    }

    private Def hostDef(Plan.HostName name, Ext type, Frame frame) {
        return switch (type) {
            case Ext.Type(Ty.Resource(ResourceType.Local local)) when !frame.bound(local) -> {
                ResourceType.Local made = resource(name.name(), Optional.of(name), -1, OptionalInt.empty());
                frame.bind(local, made);
                yield new Def.Type(new Ty.Resource(made));
            }
            case Ext.Type(Ty t) -> new Def.Type(((Ext.Type) frame.concrete(new Ext.Type(t))).type());
            case Ty.Func(FuncType f) -> {
                hostFuncs.add(new Plan.HostImport(name, frame.concrete(f)));
                yield new Def.Host(hostFuncs.size() - 1);
            }
            case Ty.Instance i -> {
                if (!name.interfaceName().isEmpty()) {
                    throw new ComponentException("import " + name + " is an instance in an instance, which a host cannot give");
                }
                Map<String, Def> exports = new LinkedHashMap<>();
                i.exports().forEach((n, ext) -> exports.put(n, hostDef(new Plan.HostName(name.name(), n), ext, frame)));
                yield new Def.Instance(exports);
            }
            case Ty.Component c -> throw new ComponentException("import " + name + " is a component, which a host cannot give");
            case ModuleTy m -> throw new ComponentException("import " + name + " is a core module, which a host cannot give");
        };
    }
}
