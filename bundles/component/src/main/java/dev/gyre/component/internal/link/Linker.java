package dev.gyre.component.internal.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.component.internal.abi.Codecs;
import dev.gyre.component.internal.plan.Plan;
import dev.gyre.component.internal.runtime.Builtin;
import dev.gyre.component.internal.runtime.CoreCaller;
import dev.gyre.component.internal.runtime.Export;
import dev.gyre.component.internal.runtime.LiftedFunc;
import dev.gyre.component.internal.runtime.LowerToHost;
import dev.gyre.component.internal.runtime.LowerToLift;
import dev.gyre.component.internal.runtime.Options;
import dev.gyre.component.internal.runtime.ResourceDesc;
import dev.gyre.component.internal.runtime.Signature;
import dev.gyre.component.internal.types.Fuel;
import dev.gyre.component.internal.types.Substitution;
import dev.gyre.component.link.HostFunc;
import dev.gyre.component.link.HostInterface;
import dev.gyre.component.link.HostResource;
import dev.gyre.component.link.Imports;
import dev.gyre.component.link.LinkException;
import dev.gyre.component.link.LinkedComponent;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;

/** Joins a plan with what the host gives. For one thread and one component. */
final class Linker {
    private static final long STEPS = 20_000_000;

    private final Plan plan;
    private final List<Imports> imports;
    private final Map<ResourceType, ResourceDesc> resources = new HashMap<>();
    private final Codecs codecs = new Codecs(r -> Optional.ofNullable(resources.get(r)).orElseThrow(() -> new LinkException("resource " + r + " is unknown")));
    private final Map<Object, Signature> signatures = new HashMap<>();
    private final Object identity = new Object();

    private Linker(Plan plan, List<Imports> imports) {
        this.plan = plan;
        this.imports = imports;
    }

    static LinkedComponent link(PlannedComponent component, List<CompiledModule> modules, List<Imports> imports) {
        return new Linker(component.plan(), imports).link(component, modules);
    }

    private LinkedComponent link(PlannedComponent component, List<CompiledModule> modules) {
        resources();
        Substitution names = names();
        List<HostFunc> host = plan.hostFuncs().stream().map(f -> hostFunc(f, names)).toList();
        List<LiftedFunc> lifts = plan.lifts().stream().map(l -> new LiftedFunc(l.coreFunc(), options(l.options()), signature(l.type()))).toList();
        List<HostFunction> trampolines = new ArrayList<>();
        for (Plan.Trampoline t : plan.trampolines()) {
            trampolines.add(switch (t) {
                case Plan.Trampoline.ToLift l -> new HostFunction("component function",
                        l.core(), new LowerToLift(lifts.get(l.lift()), options(l.options()), signature(l.type())));
                case Plan.Trampoline.ToHost h -> new HostFunction(plan.hostFuncs().get(h.hostFunc()).name().toString(),
                        h.core(), new LowerToHost(host.get(h.hostFunc()), options(h.options()), signature(h.type())));
                case Plan.Trampoline.Core c -> core(c);
                case Plan.Trampoline.Builtin b -> new HostFunction(b.kind().toString(), b.core(), new Builtin(b.kind(), b.instance(),
                        b.resource().isPresent() ? Optional.of(desc(plan.resources().get(b.resource().getAsInt()))) : Optional.empty(), b.slot()));
            });
        }
        List<LinkedStep> steps = new ArrayList<>();
        for (Plan.Initializer i : plan.initializers()) {
            steps.add(switch (i) {
                case Plan.Initializer.Call c -> new LinkedStep.Call(c.slot());
                case Plan.Initializer.Complete c -> new LinkedStep.Complete(c.instance());
                case Plan.Initializer.Function f -> new LinkedStep.Function(trampolines.get(f.trampoline()), f.slot());
                case Plan.Initializer.Instantiate n -> instantiate(n, modules.get(n.module()), trampolines);
            });
        }
        return new Linked(component, steps, exports("", plan.exports(), lifts), identity);
    }

    private HostFunction core(Plan.Trampoline.Core wanted) {
        HostFunction found = imports.getFirst().core(wanted.module(), wanted.name(), wanted.core()).orElseThrow(
                () -> new LinkException("import \"" + wanted.module() + "\" \"" + wanted.name() + "\": nothing provides this function"));
        if (!found.type().equals(wanted.core())) {
            throw new LinkException("import \"" + wanted.module() + "\" \"" + wanted.name() + "\" is " + wanted.core() + ", but that function is " + found.type());
        }
        return new HostFunction(found.name(), found.type(), (caller, args) -> found.body().call(new CoreCaller(caller), args));
    }

    private static LinkedStep instantiate(Plan.Initializer.Instantiate step, CompiledModule module, List<HostFunction> trampolines) {
        List<ImportBinding> bindings = new ArrayList<>();
        List<Integer> deferred = new ArrayList<>();
        for (Plan.Core arg : step.args()) {
            switch (arg) {
                case Plan.Core.Trampoline t -> bindings.add(new ImportBinding.Host(trampolines.get(t.index())));
                case Plan.Core.Slot s -> {
                    bindings.add(new ImportBinding.Deferred(deferred.size()));
                    deferred.add(s.slot());
                }
            }
        }
        return new LinkedStep.Instantiate(module.prepare(bindings), deferred.stream().mapToInt(Integer::intValue).toArray(),
                step.kept().keySet().toArray(String[]::new), step.kept().values().stream().mapToInt(Integer::intValue).toArray());
    }

    private Map<String, Export> exports(String prefix, Map<String, Plan.Export> of, List<LiftedFunc> lifts) {
        Map<String, Export> exports = new LinkedHashMap<>();
        of.forEach((name, e) -> {
            switch (e) {
                case Plan.Export.Lifted l -> exports.put(prefix + name, new Export(name, lifts.get(l.lift()), identity));
                case Plan.Export.Instance i -> exports.putAll(exports(prefix + name + Linked.SEPARATOR, i.exports(), lifts));
                default -> { }
            }
        });
        return exports;
    }

    private static Options options(Plan.Options o) {
        return new Options(o.instance(), o.encoding(), o.memory(), o.realloc(), o.postReturn());
    }

    private Signature signature(FuncType type) {
        return signatures.computeIfAbsent(type, t -> new Signature(type, codecs));
    }

    private ResourceDesc desc(Plan.Resource resource) {
        return resources.get(resource.type());
    }

    private void resources() {
        Map<ResourceType, ResourceDesc> byHostType = new HashMap<>();
        for (Plan.Resource r : plan.resources()) {
            resources.put(r.type(), r.imported().isEmpty() ? new ResourceDesc(r.type(), r.instance(), r.destructor(), Optional.empty())
                    : hostResource(r.imported().get(), byHostType));
        }
    }

    private ResourceDesc hostResource(Plan.HostName name, Map<ResourceType, ResourceDesc> known) {
        HostResource resource = lacks(name) ? new HostResource(new ResourceType.Named(name.interfaceName(), name.name()), Object.class, HostResource.Destructor.NONE)
                : Optional.of(hostInterface(name)).map(i -> i.resources().get(name.name()))
                .orElseThrow(() -> new LinkException("import " + name + ": the host's interface has no resource of that name"));
        return known.computeIfAbsent(resource.type(), t -> new ResourceDesc(t, -1, OptionalInt.empty(), Optional.of(resource)));
    }

    private HostInterface hostInterface(Plan.HostName name) {
        return imports.get(name.part()).find(name.interfaceName()).orElseThrow(() -> new LinkException("import `" + name.interfaceName() + "`: nothing provides this interface"));
    }

    /** The host's resource types in the place of the component's. */
    private Substitution names() {
        Map<ResourceType, ResourceType> map = new HashMap<>();
        resources.forEach((type, desc) -> desc.host().ifPresent(h -> map.put(type, h.type())));
        return new Substitution(map, new Fuel(STEPS));
    }

    /** Whether the interface is missing and may be: nobody ever has one of its resources then. */
    private boolean lacks(Plan.HostName name) {
        return !name.interfaceName().isEmpty() && imports.get(name.part()).find(name.interfaceName()).isEmpty() && imports.get(name.part()).mayLack(name.interfaceName());
    }

    private HostFunc hostFunc(Plan.HostImport wanted, Substitution names) {
        Plan.HostName name = wanted.name();
        if (lacks(name)) {
            return new HostFunc(name.name(), names.apply(wanted.type()), (call, args) -> {
                throw new TrapException(TrapKind.ABI_VIOLATION, "nothing here provides " + name);
            });
        }
        HostFunc func = (name.interfaceName().isEmpty() ? imports.get(name.part()).function(name.name())
                : Optional.ofNullable(hostInterface(name).functions().get(name.name())))
                .orElseThrow(() -> new LinkException("import " + name + ": nothing provides this function"));
        FuncType type = names.apply(wanted.type());
        if (!func.type().equals(type)) {
            throw new LinkException("import " + name + " has another type: the component wants " + type + ", the host has " + func.type());
        }
        return func;
    }
}
