package dev.gyre.plugins.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;

import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

import dev.gyre.api.plugin.PlugIns;

/**
 * Offers what installs plug-ins, and guards the container when the operator has rules. An activator and no component: the guard has to stand
 * before anything else starts.
 */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {
    private DeployFolder folder;

    @Override
    public void start(BundleContext context) {
        BundleContext system = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
        Rules rules = Rules.of(context::getProperty);
        Guard guard = new Guard();
        PlugInStore store = new PlugInStore(system, rules, guard, installation(context));
        if (rules.any()) {
            context.addBundleListener(guard);
        }
        Path served = Path.of(Optional.ofNullable(context.getProperty("gyre.dir")).orElse(""));
        LastGood lastGood = new LastGood(served.resolve("data/plugins"));
        lastGood.sweep(served.resolve("deploy"));
        folder = new DeployFolder(system, store, lastGood, DeployFolder.PATIENCE);
        context.registerService(PlugIns.class, store, null);
        context.registerService(ArtifactInstaller.class, folder, null);
        // asked before FileInstall's own
        context.registerService(ArtifactInstaller.class, new ConfigurationFiles(context), new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 1)));
    }

    private static Optional<Path> installation(BundleContext context) {
        return Optional.ofNullable(context.getProperty("gyre.home")).map(home -> {
            try {
                return Path.of(home, "bundles").toRealPath();
            } catch (IOException e) {
                throw new IllegalStateException("gyre.home is no installation: " + e, e);
            }
        });
    }

    @Override
    public void stop(BundleContext context) {
        folder.close();
    }
}
