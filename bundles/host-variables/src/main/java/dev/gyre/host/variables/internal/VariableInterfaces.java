package dev.gyre.host.variables.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.WitFile;
import dev.gyre.host.variables.internal.face.Lookup;
import dev.gyre.host.variables.internal.face.SpinConfig;
import dev.gyre.host.variables.internal.face.SpinVariables;
import dev.gyre.host.variables.internal.face.WasiConfig;

/** Variables for components of the component model. Thread-safe. */
@Capability(namespace = "dev.gyre.host", name = "fermyon:spin")
@Capability(namespace = "dev.gyre.host", name = "wasi:config")
@Component
public final class VariableInterfaces implements HostInterfaceProvider {
    private static final int MAX_KEY = 1024;

    private final ProviderList providers;

    @Activate
    public VariableInterfaces(@Reference ProviderList providers) {
        this.providers = providers;
    }

    @Override
    public List<WitFile> wit() {
        return List.of(WitFile.beside(SpinVariables.class, "spin-2.wit"), WitFile.beside(SpinConfig.class, "spin.wit"),
                WitFile.beside(WasiConfig.class, "wasi-config.wit"));
    }

    @Override
    public Map<String, Class<?>> interfaces() {
        return Map.of("fermyon:spin/variables@2.0.0", SpinVariables.class, "fermyon:spin/config", SpinConfig.class,
                "wasi:config/store@0.2.0-draft-2024-09-27", WasiConfig.class);
    }

    @Override
    public BoundHostInterfaces bind(ComponentContext component) {
        Lookup lookup = new ComponentLookup(component, providers);
        SpinVariables variables = new SpinVariables(lookup);
        SpinConfig config = new SpinConfig(lookup);
        WasiConfig store = new WasiConfig(lookup);
        return (type, event) -> type == SpinVariables.class ? variables : type == SpinConfig.class ? config : store;
    }

    private static final class ComponentLookup implements Lookup {
        private final VariableTree tree;
        private final Resolver resolver;
        private final VariablePath base;
        private final List<String> names;

        ComponentLookup(ComponentContext component, ProviderList providers) {
            tree = new VariableTree(component.application());
            resolver = new Resolver(component.application(), tree, providers);
            base = VariablePath.ofComponent(component.component().id());
            names = List.copyOf(component.component().variables().keySet());
        }

        @Override
        public String get(String name) throws SpinVariables.Failure {
            Optional<String> problem = name.length() > MAX_KEY ? Optional.of("a name may not be longer than " + MAX_KEY + " characters") : VariablePath.problem(name);
            if (problem.isPresent()) {
                throw new SpinVariables.Failure(new SpinVariables.Problem.InvalidName(problem.get()));
            }
            VariablePath path = base.child(name);
            if (tree.slot(path).isEmpty()) {
                throw new SpinVariables.Failure(new SpinVariables.Problem.Undefined("no variable \"" + name + "\" for this component"));
            }
            try {
                return resolver.resolve(path);
            } catch (VariableException e) {
                throw new SpinVariables.Failure(switch (e.kind()) {
                    case PROVIDER -> new SpinVariables.Problem.Provider(e.getMessage());
                    case INVALID_KEY, INVALID_SCHEMA, OTHER -> new SpinVariables.Problem.Other(e.getMessage());
                });
            }
        }

        @Override
        public List<String> names() {
            return names;
        }
    }
}
