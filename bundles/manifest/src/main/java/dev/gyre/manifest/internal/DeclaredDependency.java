package dev.gyre.manifest.internal;

import java.util.Optional;
import java.util.Set;

import dev.gyre.api.app.Dependency;
import dev.gyre.api.app.Inheritable;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.config.Place;

/**
 * A dependency as it is written.
 *
 * @param place   of its table, or of the table it is a text in
 * @param inherit nothing when it does not say
 */
record DeclaredDependency(Place place, Origin origin, Optional<String> export, Optional<Set<Inheritable>> inherit) {
    /** What it depends on. */
    sealed interface Origin {
        /** Something to be fetched. */
        record Source(ModuleSource source) implements Origin {
        }

        /** Another component of the application. */
        record Sibling(String componentId) implements Origin {
        }
    }

    /** @param all whether the component says that all its dependencies inherit everything */
    Dependency resolved(ModuleSource source, boolean all) {
        return new Dependency(place, source, export, inherit.orElse(all ? Set.of(Inheritable.values()) : Set.of()));
    }
}
