package dev.gyre.api.runtime;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.api.app.Application;
import dev.gyre.api.host.ComponentContext;

/**
 * A deployed application, prepared: modules compiled, imports resolved. Executors and triggers lease instances from it, one
 * per event, whatever engine serves at the moment. Thread-safe.
 */
@ProviderType
public interface ExecutionContext {
    Application application();

    /** @throws dev.gyre.api.GyreException when the application has no such component */
    ComponentContext component(String id);

    /**
     * A fresh instance, its {@code _initialize} run when it exports one, ready to be called. Blocks, bounded by
     * {@link Limits#patience()}, while all places are taken or an engine is being replaced.
     *
     * @throws UnavailableException when it waited in vain
     * @throws dev.gyre.api.engine.TrapException when the guest's start-up fails
     */
    InstanceLease lease(String componentId, InstanceOptions options);
}
