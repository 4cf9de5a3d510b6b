package dev.gyre.component.link;

import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.api.engine.Store;

/** A component with its imports resolved. Immutable and thread-safe. */
@ProviderType
public interface LinkedComponent {
    Component component();

    /** A function the component exports outside of an interface. */
    Optional<ExportedFunc> function(String name);

    /**
     * A function of an exported interface.
     *
     * @param interfaceName exactly as exported
     */
    Optional<ExportedFunc> function(String interfaceName, String name);

    /** How many core instances an instance consists of: what the store's limits must allow. */
    int coreInstances();

    /**
     * Makes an instance: runs the plan's initializers and the start functions of core modules.
     *
     * @param store open, with a {@link ComponentState} of its own as its data, of the engine that compiled the component
     * @throws dev.gyre.api.engine.TrapException when a guest traps or the store's limits do not allow it
     */
    ComponentInstance instantiate(Store store);
}
