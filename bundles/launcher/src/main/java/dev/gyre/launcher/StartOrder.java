package dev.gyre.launcher;

import java.util.Comparator;
import java.util.List;

import org.osgi.framework.Bundle;

/**
 * The order in which bundles are started.
 *
 * @param first symbolic names of bundles to start before the others: logging, so that nothing is said into the void
 * @param last symbolic names of bundles to start after the others
 */
record StartOrder(List<String> first, List<String> last) {

    /** @param bundles kept in their order where this one says nothing */
    List<Bundle> sort(List<Bundle> bundles) {
        return bundles.stream().sorted(Comparator.comparingInt(this::rank)).toList();
    }

    private int rank(Bundle bundle) {
        int early = first.indexOf(bundle.getSymbolicName());
        if (early >= 0) {
            return early - first.size();
        }
        return last.indexOf(bundle.getSymbolicName()) + 1;
    }
}
