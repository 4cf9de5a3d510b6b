package dev.gyre.plugins.internal;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets bundles resolve that are of the installation or were approved as they are now, and no other, however they came into the
 * container: what does not resolve runs no line of code. Thread-safe.
 */
final class Approved implements ResolverHookFactory {
    private static final Logger LOG = LoggerFactory.getLogger(Approved.class);

    private final String installation;
    /** By bundle id, when it was last modified. */
    private final Map<Long, Long> approved = new ConcurrentHashMap<>();
    private final Set<Long> told = ConcurrentHashMap.newKeySet();

    /** @param installation how locations of bundles begin that came with it */
    Approved(String installation) {
        this.installation = installation;
    }

    /** The bundle's contents, as they are now, are what was checked. */
    void add(Bundle bundle) {
        approved.put(bundle.getBundleId(), bundle.getLastModified());
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return new ResolverHook() {
            @Override
            public void filterResolvable(Collection<BundleRevision> candidates) {
                candidates.removeIf(revision -> !may(revision.getBundle()));
            }

            @Override
            public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> others) {
                // as usual
            }

            @Override
            public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
                // as usual
            }

            @Override
            public void end() {
                // nothing is held
            }
        };
    }

    private boolean may(Bundle bundle) {
        boolean may = bundle.getBundleId() == 0 || bundle.getLocation().startsWith(installation)
                || Long.valueOf(bundle.getLastModified()).equals(approved.get(bundle.getBundleId()));
        if (!may && told.add(bundle.getLastModified())) {
            LOG.error("bundle {} ({}) does not run: it was not installed through deploy/ or 'gyre bundle install', where it would have been checked",
                    bundle.getSymbolicName(), bundle.getLocation());
        }
        return may;
    }
}
