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
