package dev.gyre.host.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
import dev.gyre.api.config.Place;
import dev.gyre.api.config.Position;

/** Applications to test with. */
public final class Apps {
    private Apps() {
    }

    public static Component component(String id, Map<String, String> variables) {
        return Component.builder(id, new ModuleSource.File(Path.of("a.wasm")))
                .place(new Place("component[0]", new Position("spin.toml", 7, 1), Map.of())).variables(variables).build();
    }

    public static Application app(Component... components) {
        return app(Map.of(), components);
    }

    public static Application app(Map<String, Variable> variables, Component... components) {
        AppInfo info = new AppInfo("shop", "1", Optional.empty(), List.of(), Optional.empty(), 1, new Origin.Manifest(Path.of("spin.toml")));
        return new Application(info, List.of(components), List.of(), Map.of(), variables, ConfigTable.empty("", Position.of("gyre.toml")));
    }

    public static Variable with(String value) {
        return new Variable(Optional.of(value), true, false, false, Optional.empty(), Place.of("spin.toml"));
    }

    public static Variable required() {
        return new Variable(Optional.empty(), true, true, true, Optional.empty(), Place.of("spin.toml"));
    }

    /** A module of {@code src/test/resources/guests}, without its suffix. */
    public static byte[] guest(String name) {
        try (InputStream in = Apps.class.getResourceAsStream("/guests/" + name + ".wasm")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
