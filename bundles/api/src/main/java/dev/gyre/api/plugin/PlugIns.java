package dev.gyre.api.plugin;

import java.nio.file.Path;

import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;

/**
 * Installs bundles that are not part of the distribution. What is installed are the very bytes that were looked at: a jar that is broken or
 * no bundle is refused, and one that the operator's rules do not allow. An OSGi service. Thread-safe; blocks.
 */
@ProviderType
public interface PlugIns {
    /**
     * Installs a bundle; it is not started.
     *
     * @throws dev.gyre.api.GyreException saying what is wrong with the jar; nothing is installed then
     */
    Bundle install(Path jar);

    /**
     * Stops a bundle, replaces its contents, and gives it and what is wired to it new class loaders. What used it runs again then; the bundle
     * itself is to be started, as after {@link #install}.
     *
     * @throws dev.gyre.api.GyreException saying what is wrong with the jar; the bundle is as it was then
     */
    void update(Bundle bundle, Path jar);
}
