package dev.gyre.api.serve;

import java.util.List;
import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The applications of a container that serves a folder. An OSGi service while it does. What is changed here is changed in the folder
 * too, in one step: after a crash at any moment the folder is as it was before the change or as it is after. Thread-safe; changes block.
 */
@ProviderType
public interface ServedApps {
    /** By name. */
    List<ServedApp> apps();

    /**
     * Serves one more application.
     *
     * @param name its own name when absent
     * @throws dev.gyre.api.GyreException when there is one of that name, or this one cannot be deployed; nothing has changed then
     */
    ServedApp deploy(Optional<String> name, AppReference reference);

    /**
     * Serves the newest state of an application in the place of what serves now. No event fails by that.
     *
     * @param from where it is to come from now; from where it came when absent
     * @throws dev.gyre.api.GyreException when there is no such application or its new state cannot be deployed; what served goes on
     */
    ServedApp update(String name, Optional<String> from);

    /**
     * Serves an application no more; returns when its running events have ended, bounded.
     *
     * @throws dev.gyre.api.GyreException when there is no such application
     */
    void undeploy(String name);
}
