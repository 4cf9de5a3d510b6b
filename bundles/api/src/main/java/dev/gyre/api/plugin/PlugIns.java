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
     * Replaces a bundle's contents, and gives it and what is wired to it new class loaders. It runs again then if it ran, as what used it does.
     *
     * @throws dev.gyre.api.GyreException saying what is wrong with the jar, or why it does not run here; the bundle is as it was then, and runs
     *     if it ran. The cause is a {@link org.osgi.framework.BundleException} when the framework says so
     */
    void update(Bundle bundle, Path jar);

    /**
     * Removes a bundle, and gives what was wired to it new class loaders.
     *
     * @throws dev.gyre.api.GyreException when the framework cannot
     */
    void uninstall(Bundle bundle);
}
