package dev.gyre.component.link;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/** A component whose core modules an engine has compiled. Immutable and thread-safe. */
@ProviderType
public interface CompiledComponent {
    /** The component without the binaries of its core modules: there are no {@link Component#modules} any more. */
    Component component();

    /**
     * Resolves the imports and prepares all that can be prepared before an event. Does not block.
     *
     * @throws LinkException when an import is missing or of another type
     */
    default LinkedComponent link(Imports imports) {
        return link(List.of(imports));
    }

    /**
     * The same for a composition.
     *
     * @param parts for this component's own imports, and then for those of each plug of {@link Component#composed}
     */
    LinkedComponent link(List<Imports> parts);
}
