package dev.gyre.host.variables.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.app.Variable;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;

/** Applications to test with. */
final class Apps {
    private Apps() {
    }

    static Component component(String id, Map<String, String> variables) {
        return new Component(id, new Position("spin.toml", 7, 1), Optional.empty(), new ModuleSource.File(Path.of("a.wasm")), Map.of(), List.of(),
                List.of(), List.of(), List.of(), variables, List.of(), List.of(), List.of(), Optional.empty());
    }

    static Application app(Map<String, Variable> variables, Component... components) {
        AppInfo info = new AppInfo("shop", "1", Optional.empty(), List.of(), Optional.empty(), 1, new Origin.Manifest(Path.of("spin.toml")));
        return new Application(info, List.of(components), List.of(), Map.of(), variables, ConfigTable.empty("", Position.of("gyre.toml")));
    }

    static Variable with(String value) {
        return new Variable(Optional.of(value), false, false);
    }

    static Variable required() {
        return new Variable(Optional.empty(), true, true);
    }
}
