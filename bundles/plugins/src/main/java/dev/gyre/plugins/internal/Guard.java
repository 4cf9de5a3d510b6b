package dev.gyre.plugins.internal;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Throws out every bundle that comes into the container after this one, or is given other contents, past {@link PlugInStore}: before it
 * resolves and so before a line of it runs. A resolver hook would be the other way; Felix 7.0.5 lets no further bundle resolve once one has
 * refused another. Thread-safe.
 */
final class Guard implements SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /** Whether what this thread installs was checked. */
    private final ThreadLocal<Boolean> checked = ThreadLocal.withInitial(() -> false);

    /** What installs or updates a bundle. */
    interface Change<T> {
        T make() throws BundleException;
    }

    /** Lets a bundle in, or its new contents, that were checked. */
    <T> T let(Change<T> change) throws BundleException {
        checked.set(true);
        try {
            return change.make();
        } finally {
            checked.remove();
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        boolean fresh = event.getType() == BundleEvent.INSTALLED || event.getType() == BundleEvent.UPDATED;
        if (!fresh || checked.get()) {
            return;
        }
        LOG.error("bundle {} ({}) is thrown out: it did not come through deploy/ or 'gyre bundle install', where it would have been checked",
                bundle.getSymbolicName(), bundle.getLocation());
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.error("bundle {} cannot be thrown out", bundle.getSymbolicName(), e);
        }
    }
}
