package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;

/** What tests do to bundles. */
public final class Container {
    private Container() {
    }

    /** Our own bundles. */
    public static List<Bundle> gyre(BundleContext context) {
        return Arrays.stream(context.getBundles()).filter(b -> b.getSymbolicName().startsWith("dev.gyre.")).toList();
    }

    public static Bundle bundle(BundleContext context, String symbolicName) {
        return Arrays.stream(context.getBundles()).filter(b -> b.getSymbolicName().equals(symbolicName)).findFirst().orElseThrow();
    }

    public static void restart(Bundle bundle) throws Exception {
        bundle.stop();
        bundle.start();
    }

    /** Gives the bundle and all that stand on it new class loaders. */
    public static void refresh(BundleContext context, Bundle bundle) throws Exception {
        CompletableFuture<FrameworkEvent> done = new CompletableFuture<>();
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), done::complete);
        assertEquals(FrameworkEvent.PACKAGES_REFRESHED, done.get(120, TimeUnit.SECONDS).getType());
    }

    public static void update(BundleContext context, Bundle bundle) throws Exception {
        bundle.update();
        refresh(context, bundle);
    }

    /** Whatever is left of a bundle that has gone keeps its class loader. */
    public static void assertUnloaded(Map<String, WeakReference<ClassLoader>> left) throws Exception {
        long end = System.nanoTime() + 120_000_000_000L;
        while (!left.isEmpty() && System.nanoTime() < end) {
            System.gc();
            Thread.sleep(200);
            left.values().removeIf(r -> r.refersTo(null));
        }
        assertTrue("class loaders that are still there: " + left.keySet(), left.isEmpty());
    }

    /**
     * Replaces a bundle in one of the ways there are, by turns: restarted, updated, or uninstalled and installed again.
     *
     * @return the bundle that is there now
     */
    public static Bundle replace(BundleContext context, Bundle bundle, int turn) throws Exception {
        switch (turn % 3) {
            case 0 -> restart(bundle);
            case 1 -> update(context, bundle);
            default -> {
                String location = bundle.getLocation();
                bundle.uninstall();
                refresh(context, bundle);
                Bundle again = context.installBundle(location);
                again.start();
                return again;
            }
        }
        return bundle;
    }
}
