package dev.gyre.component.link;

import org.osgi.annotation.versioning.ProviderType;

/** A component whose core modules an engine has compiled. Immutable and thread-safe. */
@ProviderType
public interface CompiledComponent {
    Component component();

    /**
     * Resolves the imports and prepares all that can be prepared before an event. Does not block.
     *
     * @throws LinkException when an import is missing or of another type
     */
    LinkedComponent link(Imports imports);
}
