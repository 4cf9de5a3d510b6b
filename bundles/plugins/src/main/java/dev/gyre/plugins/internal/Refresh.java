package dev.gyre.plugins.internal;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives what was wired to a bundle new class loaders, or takes the old ones away. Stateless. */
final class Refresh {
    private static final Logger LOG = LoggerFactory.getLogger(Refresh.class);
    private static final int SECONDS = 60;

    private Refresh() {
    }

    /** Blocks until it is done, bounded. */
    static void of(BundleContext system, Bundle bundle) {
        CountDownLatch done = new CountDownLatch(1);
        system.getBundle().adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> done.countDown());
        try {
            if (!done.await(SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("what uses {} is not refreshed after {} s; it goes on", bundle.getSymbolicName(), SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
