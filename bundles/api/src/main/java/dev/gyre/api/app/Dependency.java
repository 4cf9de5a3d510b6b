package dev.gyre.api.app;

import java.util.Optional;
import java.util.Set;

import dev.gyre.api.config.Place;

/**
 * A component another one is composed with (Spin 3.0).
 *
 * @param source  where it comes from; that of the component itself for a dependency on one of the application
 * @param export  the one export of it that is meant; otherwise it is found by the name of what is imported
 * @param inherit what of its parent's configuration it may use; nothing by default
 */
public record Dependency(Place place, ModuleSource source, Optional<String> export, Set<Inheritable> inherit) {
    public Dependency {
        inherit = Set.copyOf(inherit);
    }

    /** The same dependency with its module at hand. */
    public Dependency staged(ModuleSource module) {
        return new Dependency(place, module, export, inherit);
    }
}
