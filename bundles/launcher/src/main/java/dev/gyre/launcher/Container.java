package dev.gyre.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The OSGi framework with the distribution's bundles. For one thread, except {@link #stop}.
 *
 * <p>A bundle that cannot be installed or started is told of and does not keep the others from starting.
 */
final class Container {
    /** Milliseconds: starting most bundles takes a fraction of one. */
    private static final double WORTH_TRACING = 5;

    private final Framework framework;
    private final List<Bundle> inTime = new ArrayList<>();
    private final List<Bundle> late = new ArrayList<>();
    private final List<Bundle> asked = new ArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final ReentrantLock startingLate = new ReentrantLock();
    private final Consumer<String> problems;

    /** @param problems takes what could not be installed or started, in a line or more each */
    Container(Map<String, String> settings, Consumer<String> problems) {
        this.problems = problems;
        framework = ServiceLoader.load(FrameworkFactory.class).findFirst()
                .orElseThrow(() -> new LauncherException(LauncherException.CONFIGURATION, "no OSGi framework on the class path"))
                .newFramework(settings);
        try {
            framework.init();
        } catch (BundleException e) {
            throw new LauncherException(LauncherException.SOFTWARE, "the OSGi framework does not start: " + e, e);
        }
    }

    /** The system bundle's. */
    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Runs the action when anybody, a bundle for example, begins to stop the framework. */
    void onStopping(Runnable action) {
        context().addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
                action.run();
            }
        });
    }

    /**
     * Installs the jars of a folder.
     *
     * @param folder absolute; need not exist
     * @param wanted which of them
     */
    void install(Path folder, StartOrder order, Predicate<Path> wanted) {
        for (Path jar : order.sort(jars(folder).stream().filter(wanted).toList())) {
            try {
                Bundle bundle = context().installBundle("reference:" + jar.toUri()); // by reference: no copy into the cache
                (order.isAsked(jar) ? asked : order.isLate(jar) ? late : inTime).add(bundle);
            } catch (BundleException e) {
                problems.accept(jar + " cannot be installed: " + cause(e));
            }
        }
    }

    /** The jars of a folder; none if there is no such folder. */
    static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.toString().endsWith(".jar")).toList();
        } catch (IOException e) {
            throw new LauncherException(LauncherException.CONFIGURATION, "cannot read " + folder + ": " + e, e);
        }
    }

    /** Resolves all bundles at once, which is cheaper than one by one. What does not resolve is told when it is started. */
    void resolve() {
        List<Bundle> all = new ArrayList<>(inTime);
        all.addAll(late);
        all.addAll(asked);
        framework.adapt(FrameworkWiring.class).resolveBundles(all);
    }

    /** Starts the framework and the installed bundles that are to run before the command does. */
    void start(StartTrace trace) {
        try {
            framework.start();
        } catch (BundleException e) {
            throw new LauncherException(LauncherException.SOFTWARE, "the OSGi framework does not start: " + e, e);
        }
        trace.end("start framework");
        for (Bundle bundle : inTime) {
            start(bundle);
            trace.end("start " + bundle.getSymbolicName(), WORTH_TRACING);
        }
        trace.end("start the rest");
    }

    /** Starts the other installed bundles, as far as it comes until the framework is stopped. */
    void startLate() {
        for (Bundle bundle : late) {
            startingLate.lock();
            try {
                if (!stopping.get()) {
                    start(bundle);
                }
            } finally {
                startingLate.unlock();
            }
        }
    }

    private void start(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if ((revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
            return;
        }
        try {
            // transient: what is to run is decided by the folder at every start, not remembered
            bundle.start(Bundle.START_ACTIVATION_POLICY | Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            problems.accept(bundle.getSymbolicName() + " cannot be started: " + cause(e));
        }
    }

    private static String cause(BundleException e) {
        return e.getCause() == null ? e.getMessage() : e.getMessage() + " (" + e.getCause() + ")";
    }

    /**
     * Stops the framework. Blocks. Thread-safe; stopping what has stopped does nothing.
     *
     * @param leader stopped before all others, while everything it uses is still there
     * @return false if the framework had not stopped after the given time; it goes on stopping
     */
    boolean stop(Optional<Bundle> leader, Duration bound) {
        if (!stopping.getAndSet(true)) {
            Thread.ofPlatform().name("gyre-stop").daemon().start(() -> {
                // a bundle that starts while others stop meets services that are gone
                startingLate.lock();
                startingLate.unlock();
                try {
                    leader.ifPresent(Container::stop);
                } finally {
                    stop(framework);
                }
            });
        }
        try {
            return framework.waitForStop(bound.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void stop(Bundle bundle) {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException | IllegalStateException e) {
            System.err.println("gyre: " + bundle.getSymbolicName() + " does not stop: " + e);
        }
    }

    /** Which bundles, plug-ins among them, keep it from having stopped. */
    List<String> busy() {
        BundleContext context = framework.getBundleContext();
        return context == null ? List.of() : Stream.of(context.getBundles()).filter(bundle -> bundle != framework).flatMap(bundle -> switch (bundle.getState()) {
            case Bundle.STOPPING -> Stream.of(bundle.getSymbolicName() + " is still stopping");
            case Bundle.STARTING -> isLazy(bundle) ? Stream.<String>empty() : Stream.of(bundle.getSymbolicName() + " is still starting");
            default -> Stream.<String>empty();
        }).toList();
    }

    /** It counts as starting until its first class is loaded. */
    private static boolean isLazy(Bundle bundle) {
        String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
        return policy != null && policy.startsWith(Constants.ACTIVATION_LAZY);
    }
}
