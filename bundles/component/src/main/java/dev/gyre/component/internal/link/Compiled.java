package dev.gyre.component.internal.link;

import java.util.List;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.component.link.CompiledComponent;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.Imports;
import dev.gyre.component.link.LinkedComponent;

/** A component whose core modules are compiled. */
record Compiled(PlannedComponent planned, List<CompiledModule> modules) implements CompiledComponent {
    @Override
    public Component component() {
        return planned;
    }

    @Override
    public LinkedComponent link(List<Imports> parts) {
        return Linker.link(planned, modules, parts);
    }
}
