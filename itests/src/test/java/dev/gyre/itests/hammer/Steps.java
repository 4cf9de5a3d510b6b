package dev.gyre.itests.hammer;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

import dev.gyre.itests.osgi.Container;
import dev.gyre.itests.osgi.Distribution;

/** What is done to the bundles of the distribution, as chance wants it. For one thread. */
final class Steps {
    /** What the test and Pax Exam stand on. */
    private static final String LOGGING = "org.ops4j.pax.logging.";
    private static final long BEGIN = System.nanoTime();
    /** The longest time that something is not there. */
    private static final int ABSENCE_MILLIS = 400;
    private static final int MANY = 15;
    /** What takes longer is told. */
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final int SHOWN = 15;
    /** How long the last threads may take to end. */
    private static final Duration PUT_AWAY = Duration.ofSeconds(60);

    private enum What {
        RESTART, UPDATE, REFRESH, REPLACE, TWO_RESTART
    }

    private final BundleContext system;
    private final Bundle test;
    private final Random random;
    private final List<String> names;
    private final List<String> told = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<String, WeakReference<ClassLoader>> left = new HashMap<>();

    /** @param test the bundle that must not be given a new class loader */
    Steps(BundleContext system, Bundle test, Random random) {
        this.system = system;
        this.test = test;
        this.random = random;
        names = distribution().stream().map(Bundle::getSymbolicName).sorted().toList();
    }

    private List<Bundle> distribution() {
        return Arrays.stream(system.getBundles()).filter(b -> b.getLocation().contains("/distribution/target/") && !b.getSymbolicName().startsWith(LOGGING)).toList();
    }

    /** What nearly everything stands on, Declarative Services for example, takes seconds, so its turn comes less often. */
    private Bundle any() {
        Bundle some = Container.bundle(system, names.get(random.nextInt(names.size())));
        return closure(some).size() > MANY && random.nextInt(4) > 0 ? any() : some;
    }

    /** Does one thing, and waits until all kinds of events are handled again. */
    void next(Events events) throws Exception {
        What what = What.values()[random.nextInt(What.values().length)];
        Bundle one = any();
        Bundle two = any();
        if (closure(one).contains(test) && what != What.TWO_RESTART) {
            what = What.RESTART;
        }
        Set<Bundle> touched = switch (what) {
            case RESTART -> Set.of(one);
            case TWO_RESTART -> new HashSet<>(List.of(one, two));
            case UPDATE, REFRESH, REPLACE -> closure(one);
        };
        String name = what + " " + one.getSymbolicName() + (what == What.TWO_RESTART ? " and " + two.getSymbolicName() : "");
        Set<Gap.Kind> kinds = EnumSet.noneOf(Gap.Kind.class);
        for (Gap.Kind kind : Gap.Kind.values()) {
            if (touched.stream().anyMatch(b -> kind.receivers.contains(b.getSymbolicName()))) {
                kinds.add(kind);
            }
        }
        if (touched.size() > 1 || what != What.RESTART) {
            touched.forEach(this::goes);
        }
        long begin = System.nanoTime();
        told.add(time(begin) + " " + name + (kinds.isEmpty() ? "" : ", which may fail events of " + kinds));
        try {
            take(what, one, two);
            Map<String, Long> back = events.awaitAll(name);
            if (!kinds.isEmpty()) {
                gaps.add(new Gap(kinds, begin, back));
            }
        } finally {
            long took = System.nanoTime() - begin;
            told.add(time(begin + took) + " done");
            if (took > SLOW.toNanos()) {
                System.out.println("hammer: " + name + " took " + took / 1_000_000 + " ms");
            }
        }
    }

    private Set<Bundle> closure(Bundle bundle) {
        return new HashSet<>(system.getBundle(0).adapt(FrameworkWiring.class).getDependencyClosure(List.of(bundle)));
    }

    private void take(What what, Bundle one, Bundle two) throws Exception {
        switch (what) {
            case RESTART -> restart(one, random.nextInt(ABSENCE_MILLIS));
            case TWO_RESTART -> {
                // by two operators: what one of them waits for may be what the other one has stopped
                int absence = random.nextInt(ABSENCE_MILLIS);
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> restart(two, absence));
                restart(one, random.nextInt(ABSENCE_MILLIS));
                other.join();
            }
            case UPDATE -> {
                one.stop(); // a singleton cannot run beside what is left of it
                one.update();
                Container.refresh(system, one);
                start(one);
            }
            case REFRESH -> Container.refresh(system, one);
            case REPLACE -> {
                one.uninstall(); // whoever uses its packages keeps them until the refresh
                TimeUnit.MILLISECONDS.sleep(random.nextInt(ABSENCE_MILLIS));
                system.installBundle(one.getLocation());
                Container.refresh(system, one);
                for (Bundle bundle : distribution()) {
                    start(bundle);
                }
            }
        }
    }

    private static void start(Bundle bundle) throws BundleException {
        if (runs(bundle) && bundle.getState() != Bundle.ACTIVE) {
            bundle.start();
        }
    }

    private static boolean runs(Bundle bundle) {
        return !isFragment(bundle) && Distribution.isStarted(bundle.getSymbolicName());
    }

    private static void restart(Bundle bundle, int absenceMillis) {
        try {
            bundle.stop();
            TimeUnit.MILLISECONDS.sleep(absenceMillis);
            start(bundle);
        } catch (BundleException | InterruptedException e) {
            throw new IllegalStateException(bundle.getSymbolicName() + ": " + e, e);
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private void goes(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null && wiring.getClassLoader() != null) {
            left.put(bundle.getSymbolicName() + " " + told.size(), new WeakReference<>(wiring.getClassLoader()));
        }
    }

    List<Gap> gaps() {
        return gaps;
    }

    int count() {
        return told.size() / 2;
    }

    List<String> notActive() {
        return distribution().stream().filter(b -> runs(b) && b.getState() != Bundle.ACTIVE).map(b -> b.getSymbolicName() + " is in state " + b.getState()).toList();
    }

    /** Nothing may hold a class loader of a bundle that was replaced. */
    void assertUnloaded() throws Exception {
        Set<ClassLoader> current = distribution().stream().map(b -> b.adapt(BundleWiring.class)).filter(w -> w != null).map(BundleWiring::getClassLoader)
                .filter(l -> l != null).collect(Collectors.toSet());
        left.values().removeIf(r -> current.stream().anyMatch(r::refersTo));
        long end = System.nanoTime() + PUT_AWAY.toNanos();
        while (!left.isEmpty() && System.nanoTime() < end) {
            clearLocks(); // again and again: threads are still ending
            System.gc();
            TimeUnit.MILLISECONDS.sleep(200);
            left.values().removeIf(r -> r.refersTo(null));
        }
        Container.assertUnloaded(left);
    }

    /** In a method of its own: no frame that goes on may know a class loader. */
    private void clearLocks() throws ReflectiveOperationException {
        ClassLocks.clear(system);
        for (WeakReference<ClassLoader> gone : left.values()) {
            ClassLoader loader = gone.get();
            if (loader != null) {
                ClassLocks.clear(loader);
            }
        }
    }

    static String time(long nanos) {
        return "%.3f".formatted((nanos - BEGIN) / 1e9);
    }

    @Override
    public String toString() {
        return String.join("\n", told.subList(Math.max(0, told.size() - 2 * SHOWN), told.size()));
    }
}
