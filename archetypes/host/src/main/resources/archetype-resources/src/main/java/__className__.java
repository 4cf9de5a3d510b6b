package ${package};

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.engine.ExternType.Func;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.ValueType;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostModule;

/** Import module {@code acme:clock} for core modules: {@code now() -> i64}, milliseconds since 1970. Thread-safe. */
@Capability(namespace = "dev.gyre.host", name = ${className}.MODULE)
@Component
public final class ${className} implements HostModule {
    static final String MODULE = "acme:clock";

    private final LongSupplier clock;

    @Activate
    public ${className}() {
        this(System::currentTimeMillis);
    }

    ${className}(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public Set<String> importModules() {
        return Set.of(MODULE);
    }

    /**
     * Once for each component that imports the module: what depends on the component alone is done here. A function finds its event
     * with {@code HostContext.of(caller)}, and the guest's memory with {@code caller.memory()}.
     */
    @Override
    public BoundHostModule bind(ComponentContext component) {
        HostFunction now = new HostFunction(MODULE + ".now", new Func(List.of(), List.of(ValueType.I64)),
                (caller, args) -> new long[] {clock.getAsLong()});
        return new BoundHostModule() {
            @Override
            public Optional<HostFunction> function(ImportType wanted) {
                return wanted.name().equals("now") ? Optional.of(now) : Optional.empty();
            }

            @Override
            public Collection<String> functionNames(String importModule) {
                return List.of("now");
            }
        };
    }
}
