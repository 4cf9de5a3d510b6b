package dev.gyre.plugins.internal;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Takes every jar of {@code deploy/} from FileInstall, which finds out when one comes, changes or goes, and would pass over in silence
 * what is no bundle. A jar that cannot be installed or started is told; what it should have replaced goes on, and it is tried again when
 * other bundles have changed. Thread-safe; blocks, bounded.
 */
final class DeployFolder implements ArtifactInstaller, AutoCloseable {
    /** How long the other jars wait for one. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BundleContext system;
    private final PlugInStore store;
    private final LastGood lastGood;
    private final Duration patience;
    private final Map<Path, Entry> jars = new ConcurrentSkipListMap<>();
    private final SynchronousBundleListener listener = this::changed;

    private record Entry(DeployedJar jar, Lane lane) {
    }

    DeployFolder(BundleContext system, PlugInStore store, LastGood lastGood, Duration patience) {
        this.system = system;
        this.store = store;
        this.lastGood = lastGood;
        this.patience = patience;
        system.addBundleListener(listener);
    }

    @Override
    public boolean canHandle(File artifact) {
        return artifact.getName().toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    @Override
    public void install(File file) {
        Entry entry = entry(file);
        entry.lane.run("the installation of " + file.getName(), entry.jar::arrive);
        settle();
    }

    @Override
    public void update(File file) {
        Entry entry = entry(file);
        entry.lane.run("the update of " + file.getName(), entry.jar::change);
        settle();
    }

    @Override
    public void uninstall(File file) {
        Entry entry = jars.remove(file.toPath());
        if (entry != null) {
            entry.lane.run("the removal of " + file.getName(), entry.jar::leave);
            settle();
        }
    }

    private Entry entry(File file) {
        return jars.computeIfAbsent(file.toPath(), jar -> new Entry(new DeployedJar(jar, store, lastGood), new Lane(file.getName(), patience, this::settle)));
    }

    /** A bundle that comes may be what a jar waits for, and one that goes may have been in its way. */
    private void changed(BundleEvent event) {
        boolean matters = event.getType() == BundleEvent.RESOLVED || event.getType() == BundleEvent.UNINSTALLED;
        if (matters && !store.isTrial(event.getBundle()) && jars.values().stream().noneMatch(e -> e.jar.is(event.getBundle()))
                && jars.values().stream().anyMatch(e -> e.jar.hopes())) {
            Thread.ofPlatform().daemon().name("gyre-plugins").start(this::settle);
        }
    }

    private void settle() {
        jars.forEach((path, entry) -> {
            if (entry.jar.hopes() && !entry.lane.isStuck()) {
                entry.lane.run("the start of " + path.getFileName(), entry.jar::again);
            }
        });
    }

    @Override
    public void close() {
        system.removeBundleListener(listener);
    }
}
