package dev.gyre.executor.wagi.internal;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.ExternType.Func;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.component.value.Result;

/**
 * The function that runs the program: an export of a module, or {@code run} of {@code wasi:cli/run}. Immutable and thread-safe.
 *
 * @param instance the exported interface; none for a module
 */
record Entry(Optional<String> instance, String function) {
    private static final String RUN = "wasi:cli/run@";
    private static final String START = "_start";

    /**
     * @param wanted the {@code entrypoint} of the route
     * @throws DeployException when the component has no such function
     */
    static Entry of(ComponentContext component, Optional<String> wanted) {
        return component.composed() ? ofCommand(component, wanted) : ofModule(component, wanted.orElse(START));
    }

    private static Entry ofModule(ComponentContext component, String name) {
        boolean callable = component.exports().stream()
                .anyMatch(e -> e.name().equals(name) && e.type() instanceof Func f && f.params().isEmpty());
        if (!callable) {
            throw refused(component, "no function \"" + name + "\" without parameters is exported, which the WAGI executor calls",
                    component.exports().stream().map(e -> e.name()).limit(20).toList());
        }
        return new Entry(Optional.empty(), name);
    }

    private static Entry ofCommand(ComponentContext component, Optional<String> wanted) {
        if (!wanted.orElse(START).equals(START)) {
            throw refused(component, "entrypoint \"" + wanted.get() + "\": of components the WAGI executor calls wasi:cli/run only; leave the field out",
                    component.exportedInterfaces());
        }
        return component.exportedInterfaces().stream().filter(n -> n.startsWith(RUN)).findFirst().map(n -> new Entry(Optional.of(n), "run"))
                .orElseThrow(() -> refused(component, "it exports no wasi:cli/run, which the WAGI executor calls", component.exportedInterfaces()));
    }

    private static DeployException refused(ComponentContext component, String why, List<String> exports) {
        return new DeployException("component \"" + component.component().id() + "\": " + why + "; it exports: " + String.join(", ", exports));
    }

    /** @return whether the program says that it went well */
    boolean call(InstanceLease lease) {
        if (instance.isPresent()) {
            return lease.invoke(instance.get(), function).orElseThrow() instanceof Result.Ok;
        }
        lease.call(function);
        return true;
    }
}
