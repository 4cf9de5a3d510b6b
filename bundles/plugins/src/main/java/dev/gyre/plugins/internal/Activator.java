package dev.gyre.plugins.internal;

import java.nio.file.Path;
import java.util.Optional;

import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;

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
        String installation = "reference:" + Optional.ofNullable(context.getProperty("gyre.home")).map(h -> Path.of(h).resolve("bundles").toUri().toString())
                .orElse("file:");
        Rules rules = Rules.of(context::getProperty);
        Approved approved = new Approved(installation);
        PlugInStore store = new PlugInStore(system, rules, approved, installation);
        if (rules.any()) {
            context.registerService(ResolverHookFactory.class, approved, null);
        }
        folder = new DeployFolder(system, store);
        context.registerService(PlugIns.class, store, null);
        context.registerService(ArtifactInstaller.class, folder, null);
    }

    @Override
    public void stop(BundleContext context) {
        folder.close();
    }
}
