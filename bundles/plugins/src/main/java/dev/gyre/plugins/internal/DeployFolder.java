package dev.gyre.plugins.internal;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.plugin.PlugIns;

/**
 * Takes every jar of {@code deploy/} from FileInstall, which finds out when one comes, changes or goes, and would pass over in silence
 * what is no bundle. A jar that cannot be installed is told; what it should have replaced goes on. Thread-safe; blocks.
 */
final class DeployFolder implements ArtifactInstaller, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);

    private final BundleContext system;
    private final PlugIns plugIns;
    private final Map<Path, Bundle> installed = new HashMap<>();
    /** Why a bundle did not start, so that it is told once. */
    private final Map<Bundle, String> waiting = new HashMap<>();
    private final SynchronousBundleListener listener = this::changed;

    DeployFolder(BundleContext system, PlugIns plugIns) {
        this.system = system;
        this.plugIns = plugIns;
        system.addBundleListener(listener);
    }

    @Override
    public boolean canHandle(File artifact) {
        return artifact.getName().endsWith(".jar");
    }

    @Override
    public synchronized void install(File file) {
        Path jar = file.toPath();
        try {
            Bundle bundle = plugIns.install(jar);
            installed.put(jar, bundle);
            LOG.info("{} is installed: {} {}", jar.getFileName(), bundle.getSymbolicName(), bundle.getVersion());
            startAll();
        } catch (GyreException e) {
            LOG.error("{}", e.getMessage());
        }
    }

    @Override
    public synchronized void update(File file) {
        Path jar = file.toPath();
        Bundle bundle = installed.get(jar);
        if (bundle == null || bundle.getState() == Bundle.UNINSTALLED) {
            install(file);
            return;
        }
        try {
            plugIns.update(bundle, jar);
            waiting.remove(bundle);
            LOG.info("{} is updated: {} {}", jar.getFileName(), bundle.getSymbolicName(), bundle.getVersion());
            startAll();
        } catch (GyreException e) {
            LOG.error("{}; {} {} goes on", e.getMessage(), bundle.getSymbolicName(), bundle.getVersion());
        }
    }

    @Override
    public synchronized void uninstall(File file) {
        Bundle bundle = installed.remove(file.toPath());
        if (bundle == null || bundle.getState() == Bundle.UNINSTALLED) {
            return;
        }
        try {
            waiting.remove(bundle);
            bundle.uninstall();
            Refresh.of(system, bundle);
            LOG.info("{} is uninstalled: {}", file.getName(), bundle.getSymbolicName());
        } catch (BundleException e) {
            LOG.error("{} cannot be uninstalled: {}", bundle.getSymbolicName(), PlugInStore.cause(e));
        }
    }

    /** A bundle that comes may be what another one waits for. */
    private void changed(BundleEvent event) {
        if (event.getType() == BundleEvent.RESOLVED && waitingFor(event.getBundle())) {
            Thread.ofPlatform().daemon().name("gyre-plugins").start(() -> {
                synchronized (this) {
                    startAll();
                }
            });
        }
    }

    private boolean waitingFor(Bundle come) {
        return !installed.containsValue(come) && !waiting.isEmpty();
    }

    private void startAll() {
        Map.copyOf(installed).forEach((jar, bundle) -> {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (!fragment && (bundle.getState() == Bundle.INSTALLED || bundle.getState() == Bundle.RESOLVED)) {
                start(jar, bundle);
            }
        });
    }

    private void start(Path jar, Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
            Optional.ofNullable(waiting.remove(bundle)).ifPresent(w -> LOG.info("{} has started", bundle.getSymbolicName()));
        } catch (BundleException | IllegalStateException e) {
            String why = PlugInStore.cause(e);
            if (!why.equals(waiting.put(bundle, why))) {
                LOG.error("{} of {} does not start: {}", bundle.getSymbolicName(), jar.getFileName(), why);
            }
        }
    }

    @Override
    public void close() {
        system.removeBundleListener(listener);
    }
}
