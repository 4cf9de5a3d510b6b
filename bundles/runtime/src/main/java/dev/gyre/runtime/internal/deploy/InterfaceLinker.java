package dev.gyre.runtime.internal.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.StateKey;
import dev.gyre.component.bind.BoundInterface;
import dev.gyre.component.link.CompiledComponent;
import dev.gyre.component.link.HostFunc;
import dev.gyre.component.link.HostInterface;
import dev.gyre.component.link.Imports;
import dev.gyre.component.link.LinkException;
import dev.gyre.runtime.internal.event.Guest;
import dev.gyre.runtime.internal.event.PartEvent;
import dev.gyre.runtime.internal.event.PreparedComponent;
import dev.gyre.runtime.internal.service.HostInterfaces;
import dev.gyre.runtime.internal.service.Provided;

/** Binds providers of host interfaces to one component, or to a dependency of one, and resolves its imports with them. For one link. */
final class InterfaceLinker {
    private final ComponentContext context;
    private final UnaryOperator<HostContext> view;
    private final Map<Provided<HostInterfaces>, BoundHostInterfaces> bound = new HashMap<>();
    /** An event has one object of each class, whichever of its interfaces is called first. */
    private final Map<Class<?>, StateKey<Object>> targets = new HashMap<>();

    /** @param view an event as the component's providers see it */
    private InterfaceLinker(ComponentContext context, UnaryOperator<HostContext> view) {
        this.context = context;
        this.view = view;
    }

    /**
     * @throws dev.gyre.api.runtime.DeployException naming the import that cannot be resolved
     * @throws dev.gyre.api.GyreException           of a provider that cannot serve the component
     */
    static PreparedComponent link(LoadedModule module, Plan.Part part, CompiledComponent compiled, ComponentView context) {
        List<InterfaceLinker> linkers = new ArrayList<>();
        Map<String, BoundHostModule> hosts = new HashMap<>();
        try {
            linkers.add(new InterfaceLinker(context, UnaryOperator.identity()));
            for (Composition.Part dependency : module.composition().parts()) {
                ComponentView own = context.dependency(dependency.component(), dependency.shape());
                StateKey<PartEvent> view = new StateKey<>(event -> new PartEvent(event, own, dependency.environment()));
                linkers.add(new InterfaceLinker(own, event -> event.state(view)));
            }
            part.hosts().forEach((name, host) -> hosts.put(name, ImportLinker.bind(name, host, context)));
            List<Imports> imports = new ArrayList<>();
            for (int i = 0; i < linkers.size(); i++) {
                imports.add(new Found(Imports.of(linkers.get(i).interfaces(part.interfaces().get(i))), hosts, module));
            }
            WasmEngine engine = part.engine().service();
            Guest guest = new Guest.Composed(compiled, compiled.link(imports));
            return new PreparedComponent(context, engine, guest, engine.capabilities().stackBytes(),
                    Stream.concat(linkers.stream().flatMap(l -> l.bound.values().stream()), hosts.values().stream()).toList());
        } catch (LinkException e) {
            linkers.forEach(InterfaceLinker::close);
            hosts.values().forEach(Generation::close);
            throw module.failure(e.getMessage(), e);
        } catch (RuntimeException e) {
            linkers.forEach(InterfaceLinker::close);
            hosts.values().forEach(Generation::close);
            throw e;
        }
    }

    /** What a component imports: interfaces, and in a typed core module functions of host modules too. */
    private record Found(Imports interfaces, Map<String, BoundHostModule> hosts, LoadedModule module) implements Imports {
        @Override
        public Optional<HostInterface> find(String name) {
            return interfaces.find(name);
        }

        @Override
        public Optional<HostFunc> function(String name) {
            return interfaces.function(name);
        }

        @Override
        public Optional<HostFunction> core(String hostModule, String name, ExternType.Func type) {
            return Optional.ofNullable(hosts.get(hostModule)).flatMap(h -> h.function(new ImportType(hostModule, name, type)));
        }

        @Override
        public boolean mayLack(String interfaceName) {
            return module.mayLack(interfaceName);
        }
    }

    private List<HostInterface> interfaces(Map<String, Provided<HostInterfaces>> interfaces) {
        List<HostInterface> out = new ArrayList<>();
        interfaces.forEach((wanted, provided) -> out.add(resolve(wanted, provided)));
        return out;
    }

    private HostInterface resolve(String wanted, Provided<HostInterfaces> provided) {
        String name = provided.service().serving(wanted).orElseThrow();
        BoundInterface found = provided.service().bound(name);
        BoundHostInterfaces provider = bound.computeIfAbsent(provided, p -> PlugIn.call(
                "component \"" + context.component().id() + "\": the host interface \"" + wanted + "\" cannot serve it", () -> p.service().provider().bind(context)));
        Class<?> type = found.implementation();
        StateKey<Object> target = targets.computeIfAbsent(type, t -> new StateKey<>(event -> provider.create(t, view.apply(event))));
        return found.link(call -> ((HostContext) call.data()).state(target));
    }

    private void close() {
        bound.values().forEach(Generation::close);
    }
}
