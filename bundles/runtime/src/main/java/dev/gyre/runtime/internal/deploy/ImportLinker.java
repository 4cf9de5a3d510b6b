package dev.gyre.runtime.internal.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.config.Nearest;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostModule;
import dev.gyre.runtime.internal.event.Guest;
import dev.gyre.runtime.internal.event.PreparedComponent;
import dev.gyre.runtime.internal.service.Provided;

/** Binds host modules to one component and resolves its imports with them. Stateless. */
final class ImportLinker {
    private ImportLinker() {
    }

    /**
     * @throws dev.gyre.api.runtime.DeployException naming the import that cannot be resolved
     * @throws dev.gyre.api.GyreException           of a host module that cannot serve the component
     */
    static PreparedComponent link(LoadedModule module, Plan.Part part, CompiledModule compiled, ComponentContext context) {
        Map<String, BoundHostModule> bound = new HashMap<>();
        try {
            part.hosts().forEach((name, host) -> bound.put(name, bind(name, host, context)));
            List<ImportBinding> bindings = new ArrayList<>();
            for (ImportType wanted : compiled.imports()) {
                bindings.add(new ImportBinding.Host(resolve(module, wanted, bound.get(wanted.module()))));
            }
            InstancePre pre = compiled.prepare(bindings);
            WasmEngine engine = part.engine().service();
            return new PreparedComponent(context, engine, new Guest.Core(pre, initializes(compiled)), engine.capabilities().stackBytes(), List.copyOf(bound.values()));
        } catch (ModuleException e) {
            bound.values().forEach(Generation::close);
            throw module.failure(e.getMessage(), e);
        } catch (RuntimeException e) {
            bound.values().forEach(Generation::close);
            throw e;
        }
    }

    /** @throws dev.gyre.api.GyreException when it cannot serve the component */
    static BoundHostModule bind(String name, Provided<HostModule> host, ComponentContext context) {
        return PlugIn.call("component \"" + context.component().id() + "\": the host module \"" + name + "\" cannot serve it", () -> host.service().bind(context));
    }

    private static HostFunction resolve(LoadedModule module, ImportType wanted, BoundHostModule host) {
        if (!(wanted.type() instanceof ExternType.Func)) {
            throw module.failure("it imports " + wanted + ", and a host provides functions only: link the module so that it has its own", null);
        }
        HostFunction function = host.function(wanted).orElseThrow(() -> module.failure("it imports " + wanted
                + ", and the bundle that provides the host module \"" + wanted.module() + "\" has no function of that name; "
                + Nearest.of(wanted.name(), host.functionNames(wanted.module())).map(near -> "did you mean \"" + near + "\"?")
                        .orElse("a misspelt declaration in the guest, or a newer interface than this container's"), null));
        if (!function.type().equals(wanted.type())) {
            throw module.failure("it imports " + wanted + ", but that function is " + function.type()
                    + "; the guest was built for another version of the interface", null);
        }
        return function;
    }

    private static boolean initializes(CompiledModule compiled) {
        return compiled.export("_initialize").filter(new ExternType.Func(List.of(), List.of())::equals).isPresent();
    }
}
