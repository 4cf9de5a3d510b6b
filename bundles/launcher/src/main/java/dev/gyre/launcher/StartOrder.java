package dev.gyre.launcher;

import java.util.Comparator;
import java.util.List;

import org.osgi.framework.Bundle;

/**
 * The order in which bundles are started.
 *
 * @param first symbolic names of bundles to start before the others: logging, so that nothing is said into the void
 * @param late symbolic names of bundles the command can do without
 */
record StartOrder(List<String> first, List<String> late) {

    /** Those of the given bundles that are to run before the command does. What this order says nothing of stays in its order. */
    List<Bundle> inTime(List<Bundle> bundles) {
        return bundles.stream().filter(bundle -> !isLate(bundle)).sorted(Comparator.comparingInt(this::rank)).toList();
    }

    /** The others. */
    List<Bundle> late(List<Bundle> bundles) {
        return bundles.stream().filter(this::isLate).toList();
    }

    private boolean isLate(Bundle bundle) {
        return late.contains(bundle.getSymbolicName());
    }

    private int rank(Bundle bundle) {
        int rank = first.indexOf(bundle.getSymbolicName());
        return rank < 0 ? first.size() : rank;
    }
}
