package dev.gyre.api.host;

import java.util.Set;

/**
 * A plug-in that provides functions core modules import: WASI, outbound HTTP, or a third party's own.
 *
 * <p>Register it as an OSGi service. The runtime binds it to each component that imports one of its modules, once per
 * deploy; if the service goes, those components wait for a successor while running events finish. A module that needs other
 * services (a policy, a client) takes them as its own mandatory references, so that it disappears together with them.
 *
 * <p>Thread-safe.
 */
public interface HostModule {
    /** The import module names it answers for, such as {@code wasi_snapshot_preview1}. */
    Set<String> importModules();

    /**
     * Prepares the functions for one component. Work that depends on the component alone (parsing allow-lists, opening
     * mounts) is done here and not per event.
     *
     * @throws dev.gyre.api.GyreException when the component's configuration cannot be served; the deploy fails with it
     */
    BoundHostModule bind(ComponentContext component);
}
