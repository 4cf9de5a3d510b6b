package dev.gyre.wasm.internal.split;

import java.util.List;

/**
 * A way a region is left.
 *
 * @param target of a branch; null when it falls through
 * @param writes locals it may have changed that are still needed there
 */
record Outcome(Label target, List<Integer> writes) {
    /** Whether it leaves the function around it in turn, which then only passes it on. */
    boolean passesOn() {
        return target != null && target.leave != null;
    }
}
