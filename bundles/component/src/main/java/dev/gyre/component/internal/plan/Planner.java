package dev.gyre.component.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.component.internal.abi.Encoding;
import dev.gyre.component.internal.binary.BinaryReader;
import dev.gyre.component.internal.binary.BuiltinKind;
import dev.gyre.component.internal.binary.CanonOptions;
import dev.gyre.component.internal.binary.ComponentBinary;
import dev.gyre.component.internal.binary.Sort;
import dev.gyre.component.internal.binary.Step;
import dev.gyre.component.internal.binary.TypedModule;
import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.Fuel;
import dev.gyre.component.internal.types.Matching;
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
    private static final long MOST_STEPS = 20_000_000;
    private static final String DROP = "[resource-drop]";
    private static final CanonOptions NOTHING = new CanonOptions(Encoding.UTF8, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), false, OptionalInt.empty());

    private final Fuel fuel = new Fuel(MOST_STEPS);
    private final PlanDraft draft = new PlanDraft();

    private Planner() {
    }

    /** @throws ComponentException when the component needs what is not supported */
    public static Plan plan(BinaryReader.Read component) {
        return plan(component, List.of());
    }

    /**
     * A plan of a component some of whose imports others satisfy. Each of those gets an instance of its own, whose own imports are the host's.
     *
     * @throws ComponentException also when an export does not fit the import it is for
     */
    public static Plan plan(BinaryReader.Read component, List<Plug> plugs) {
        return new Planner().make(component, plugs);
    }

    /**
     * A component that satisfies imports of another one.
     *
     * @param name    for messages
     * @param exports that are used, by the name of the import each is for
     */
    public record Plug(String name, BinaryReader.Read component, Map<String, String> exports) {
    }

    private Plan make(BinaryReader.Read read, List<Plug> plugs) {
        ComponentBinary component = read.component();
        Map<String, Given> given = new HashMap<>();
        int instance = draft.instance(-1);
        int part = draft.part();
        int modules = read.modules().size();
        for (Plug plug : plugs) {
            given.putAll(satisfy(plug, modules));
            modules += plug.component().modules().size();
        }
        Frame root = new Frame(Optional.empty(), new Frame.Part(part, 0), instance, Map.of(), fuel);
        Source source = (name, type, frame) -> {
            Optional<Given> other = Optional.ofNullable(given.get(name));
            return other.isPresent() ? other.get().fitting(name, frame.concrete(type)) : hostDef(name, type, frame);
        };
        read.typed().ifPresentOrElse(typed -> typed(typed, component.type(), root, source), () -> run(component, root, source));
        Map<String, Plan.Export> exports = new LinkedHashMap<>();
        component.type().exports().forEach((name, type) -> exports.put(name, export(root.exports.get(name), root.concrete(type))));
        return draft.finish(exports);
    }

    /**
     * Plans a core module with the ABI of components: its imports are named {@code interface} and {@code function}, its exports
     * {@code interface#function} ({@code BuildTargets.md}). What it imports otherwise is the host's for core modules.
     */
    private void typed(TypedModule module, Ty.Component world, Frame frame, Source source) {
        CoreDef.Instance.Made made = draft.coreInstance();
        frame.coreInstances.add(made);
        Function<String, OptionalInt> exported = name -> module.type().exports().containsKey(name) ? OptionalInt.of(draft.slot(made.export(name))) : OptionalInt.empty();
        OptionalInt realloc = exported.apply("cabi_realloc");
        Plan.Options options = new Plan.Options(0, module.encoding(), exported.apply("memory"), realloc.isPresent() ? realloc : exported.apply("canonical_abi_realloc"),
                OptionalInt.empty());
        Map<String, Def> given = new HashMap<>();
        world.imports().forEach((name, type) -> {
            Ext used = type instanceof Ty.Instance i ? used(module, name, i) : type;
            Def def = source.find(name, used, frame);
            frame.bind(used, def);
            given.put(name, def);
        });
        List<CoreDef> args = module.type().imports().stream().map(i -> argument(i, given, options)).toList();
        draft.instantiate(made, 0, args);
        exported.apply("_initialize").ifPresent(draft::call);
        draft.complete(frame.instance);
        world.exports().forEach((name, type) -> {
            Map<String, Def> functions = new LinkedHashMap<>();
            switch (type) {
                case Ty.Func f -> frame.exports.put(name, lifted(name, f.type(), options, exported, frame));
                case Ty.Instance i -> {
                    i.exports().forEach((n, ext) -> functions.put(n, ext instanceof Ty.Func f ? lifted(name + "#" + n, f.type(), options, exported, frame)
                            : hostDef(new Plan.HostName(0, name, n), ext, frame)));
                    frame.exports.put(name, new Def.Instance(functions));
                }
                default -> throw new ComponentException("a core module exports " + name + ", which is a " + type.kind());
            }
        });
    }

    /** An interface with those of its functions only that the module imports: a host need not have the others. */
    private static Ty.Instance used(TypedModule module, String name, Ty.Instance type) {
        Map<String, Ext> exports = new LinkedHashMap<>(type.exports());
        exports.entrySet().removeIf(e -> e.getValue() instanceof Ty.Func
                && module.type().imports().stream().noneMatch(i -> i.module().equals(name) && i.name().equals(e.getKey())));
        return new Ty.Instance(exports, type.open());
    }

    private CoreDef argument(ImportType wanted, Map<String, Def> given, Plan.Options options) {
        if (!(wanted.type() instanceof ExternType.Func core)) {
            throw new ComponentException("a core module imports " + wanted + ", and a host provides functions only");
        }
        boolean drop = wanted.name().startsWith(DROP);
        Optional<Def> def = wanted.module().equals("$root") ? Optional.ofNullable(given.get(wanted.name()))
                : Optional.ofNullable(given.get(wanted.module())).map(i -> ((Def.Instance) i).exports().get(drop ? wanted.name().substring(DROP.length()) : wanted.name()));
        return draft.add(switch (def.orElse(null)) {
            case Def.Host h -> new Plan.Trampoline.ToHost(h.hostFunc(), options, draft.function(h).type(), core);
            case Def.Type(Ty.Resource(ResourceType.Local local)) when drop ->
                    new Plan.Trampoline.Builtin(BuiltinKind.RESOURCE_DROP, 0, OptionalInt.of(draft.number(local)), 0, core);
            case null -> new Plan.Trampoline.Core(wanted.module(), wanted.name(), core);
            default -> throw new ComponentException("a core module imports " + wanted + ", which is no function");
        });
    }

    private Def lifted(String name, FuncType type, Plan.Options options, Function<String, OptionalInt> exported, Frame frame) {
        refuseAsync(NOTHING, type);
        Plan.Options own = new Plan.Options(0, options.encoding(), options.memory(), options.realloc(), exported.apply("cabi_post_" + name));
        return draft.add(new Plan.Lift(exported.apply(name).getAsInt(), own, frame.concrete(type)));
    }

    /** An export of a plug. */
    private record Given(String plug, String export, Def def, Ext type, Fuel fuel) {
        Def fitting(String name, Ext wanted) {
            try {
                new Matching(fuel).matches(type, wanted);
                return def;
            } catch (ComponentException e) {
                throw new ComponentException(plug + " exports `" + export + "`, which does not fit the import `" + name + "`: " + e.getMessage(), e);
            }
        }
    }

    /** Plans an instance of a plug, inside of the outermost instance. @return what it gives, by import */
    private Map<String, Given> satisfy(Plug plug, int modules) {
        Frame frame = new Frame(Optional.empty(), new Frame.Part(draft.part(), modules), draft.instance(0), Map.of(), fuel);
        run(plug.component().component(), frame, this::hostDef);
        Map<String, Given> out = new HashMap<>();
        Map<String, Ext> types = plug.component().component().type().exports();
        plug.exports().forEach((wanted, name) -> out.put(wanted, new Given(plug.name(), name, frame.exports.get(name), frame.concrete(types.get(name)), fuel)));
        return out;
    }

    /** Where imports of a component come from. */
    @FunctionalInterface
    private interface Source {
        Def find(String name, Ext type, Frame frame);
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

    private void run(ComponentBinary component, Frame frame, Source source) {
        for (Step step : component.steps()) {
            fuel.burn();
            switch (step) {
                case Step.CoreModule m -> frame.add(Sort.CORE_MODULE, new Def.Module(frame.part.modules() + m.module(), m.type()));
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
                case Step.Import i -> importDef(i, source.find(i.name(), i.type(), frame), frame);
                case Step.Export e -> {
                    Def def = frame.at(e.what());
                    frame.exports.put(e.name(), def);
                    importDef(new Step.Import(e.name(), e.type()), def, frame);
                }
            }
        }
        draft.complete(frame.instance);
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
        CoreDef.Instance.Made made = draft.coreInstance();
        draft.instantiate(made, module.module(), args);
        frame.coreInstances.add(made);
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
        Frame inner = new Frame(Optional.of(component.outer()), component.outer().part, draft.instance(frame.instance), args, fuel);
        run(component.binary(), inner, (name, type, into) -> into.args.get(name));
        Def.Instance instance = new Def.Instance(inner.exports);
        frame.bind(step.type(), instance);
        frame.add(Sort.INSTANCE, instance);
    }

    private void define(Step.Resource step, Frame frame) {
        OptionalInt destructor = step.destructor().isPresent()
                ? OptionalInt.of(draft.slot(frame.core(Sort.CORE_FUNC, step.destructor().getAsInt()))) : OptionalInt.empty();
        frame.bind(step.type(), draft.resource(step.type().name(), Optional.empty(), frame.instance, destructor));
    }

    private Plan.Options options(CanonOptions o, Frame frame) {
        return new Plan.Options(frame.instance, o.encoding(), slot(o.memory(), Sort.CORE_MEMORY, frame), slot(o.realloc(), Sort.CORE_FUNC, frame),
                slot(o.postReturn(), Sort.CORE_FUNC, frame));
    }

    private OptionalInt slot(OptionalInt index, Sort sort, Frame frame) {
        return index.isPresent() ? OptionalInt.of(draft.slot(frame.core(sort, index.getAsInt()))) : OptionalInt.empty();
    }

    private void lift(Step.Lift step, Frame frame) {
        refuseAsync(step.options(), step.type());
        int func = draft.slot(frame.core(Sort.CORE_FUNC, step.coreFunc()));
        frame.add(Sort.FUNC, draft.add(new Plan.Lift(func, options(step.options(), frame), frame.concrete(step.type()))));
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
        Plan.Options options = options(step.options(), frame);
        FuncType type = frame.concrete(step.type());
        frame.add(Sort.CORE_FUNC, draft.add(switch (frame.at(Sort.FUNC, step.func())) {
            case Def.Lifted l -> new Plan.Trampoline.ToLift(l.lift(), options, type, step.core());
            case Def.Host h -> new Plan.Trampoline.ToHost(h.hostFunc(), options, type, step.core());
            case Def other -> throw new IllegalStateException("no function: " + other);
        }));
    }

    private void builtin(Step.Builtin step, Frame frame) {
        OptionalInt resource = step.resource().isPresent() ? OptionalInt.of(draft.number(frame.concrete(step.resource().get()))) : OptionalInt.empty();
        frame.add(Sort.CORE_FUNC, draft.add(new Plan.Trampoline.Builtin(step.kind(), frame.instance, resource, step.slot(), step.core())));
    }

    /** What the host has to give for an import of a part. */
    private Def hostDef(String name, Ext type, Frame frame) {
        Def def = hostDef(new Plan.HostName(frame.part.number(), "", name), type, frame);
        frame.bind(type, def);
        draft.imported(frame.part.number(), name, frame.concrete(type));
        return def;
    }

    private Def hostDef(Plan.HostName name, Ext type, Frame frame) {
        return switch (type) {
            case Ext.Type(Ty.Resource(ResourceType.Local local)) when !frame.bound(local) -> {
                ResourceType.Local made = draft.hostResource(name);
                frame.bind(local, made);
                yield new Def.Type(new Ty.Resource(made));
            }
            case Ext.Type(Ty t) -> new Def.Type(((Ext.Type) frame.concrete(new Ext.Type(t))).type());
            case Ty.Func(FuncType f) -> draft.add(new Plan.HostImport(name, frame.concrete(f)));
            case Ty.Instance i -> {
                if (!name.interfaceName().isEmpty()) {
                    throw new ComponentException("import " + name + " is an instance in an instance, which a host cannot give");
                }
                Map<String, Def> exports = new LinkedHashMap<>();
                i.exports().forEach((n, ext) -> exports.put(n, hostDef(new Plan.HostName(name.part(), name.name(), n), ext, frame)));
                yield new Def.Instance(exports);
            }
            case Ty.Component c -> throw new ComponentException("import " + name + " is a component, which a host cannot give");
            case ModuleTy m -> throw new ComponentException("import " + name + " is a core module, which a host cannot give");
        };
    }
}
