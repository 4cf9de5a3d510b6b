package dev.gyre.runtime.internal.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.StateKey;
import dev.gyre.component.bind.BoundInterface;
import dev.gyre.component.link.CompiledComponent;
import dev.gyre.component.link.HostInterface;
import dev.gyre.component.link.Imports;
import dev.gyre.component.link.LinkException;
import dev.gyre.runtime.internal.event.Guest;
import dev.gyre.runtime.internal.event.PreparedComponent;
import dev.gyre.runtime.internal.service.HostInterfaces;
import dev.gyre.runtime.internal.service.Provided;

/** Binds providers of host interfaces to one component and resolves its imports with them. For one link. */
final class InterfaceLinker {
    private final ComponentContext context;
    private final Map<Provided<HostInterfaces>, BoundHostInterfaces> bound = new HashMap<>();
    /** An event has one object of each class, whichever of its interfaces is called first. */
    private final Map<Class<?>, StateKey<Object>> targets = new HashMap<>();

    private InterfaceLinker(ComponentContext context) {
        this.context = context;
    }

    /**
     * @throws dev.gyre.api.runtime.DeployException naming the import that cannot be resolved
     * @throws dev.gyre.api.GyreException           of a provider that cannot serve the component
     */
    static PreparedComponent link(LoadedModule module, Plan.Part part, CompiledComponent compiled, ComponentContext context) {
        InterfaceLinker linker = new InterfaceLinker(context);
        try {
            List<HostInterface> interfaces = new ArrayList<>();
            part.interfaces().forEach((wanted, provided) -> interfaces.add(linker.resolve(wanted, provided)));
            WasmEngine engine = part.engine().service();
            Guest guest = new Guest.Composed(compiled, compiled.link(Imports.of(interfaces)));
            return new PreparedComponent(context, engine, guest, engine.capabilities().stackBytes(), List.copyOf(linker.bound.values()));
        } catch (LinkException e) {
            linker.close();
            throw module.failure(e.getMessage(), e);
        } catch (RuntimeException e) {
            linker.close();
            throw e;
        }
    }

    private HostInterface resolve(String wanted, Provided<HostInterfaces> provided) {
        String name = provided.service().serving(wanted).orElseThrow();
        BoundInterface found = provided.service().bound(name);
        BoundHostInterfaces provider = bound.computeIfAbsent(provided, p -> p.service().provider().bind(context));
        Class<?> type = found.implementation();
        StateKey<Object> target = targets.computeIfAbsent(type, t -> new StateKey<>(event -> provider.create(t, event)));
        return found.link(call -> ((HostContext) call.data()).state(target));
    }

    private void close() {
        bound.values().forEach(Generation::close);
    }
}
