package dev.gyre.runtime.internal.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.Limits;

/** A deployed component; the same for all engines. */
record ComponentView(
        Application application,
        Component component,
        List<ImportType> imports,
        List<ExportType> exports,
        Optional<ComponentShape> shape,
        Optional<CoreLayout> layout,
        Supplier<Limits> limitsInForce,
        ConfigTable settings,
        Optional<Path> stateDir) implements ComponentContext {

    ComponentView {
        imports = List.copyOf(imports);
        exports = List.copyOf(exports);
    }

    /** A dependency of the component. @param restricted the component with what the dependency inherits */
    ComponentView dependency(Component restricted, ComponentShape of) {
        // in the application too, where some look for the configuration of a component
        Application seen = application.withComponents(application.components().stream().map(c -> c.id().equals(restricted.id()) ? restricted : c).toList());
        return new ComponentView(seen, restricted, List.of(), List.of(), Optional.of(of), Optional.empty(), limitsInForce, settings, stateDir);
    }

    @Override
    public boolean composed() {
        return shape.isPresent();
    }

    @Override
    public List<String> importedInterfaces() {
        return shape.map(ComponentShape::imports).orElse(List.of());
    }

    @Override
    public List<String> exportedInterfaces() {
        return shape.map(ComponentShape::exports).orElse(List.of());
    }

    @Override
    public Limits limits() {
        return limitsInForce.get();
    }
}
