package dev.gyre.wasm.internal.split;

import java.util.List;

/**
 * A way a region is left.
 *
 * @param target of a branch; null when it falls through
 * @param writes locals it hands over: those it may have changed that are still needed there, and where it shares the code that
 *               hands over with others, what these hand over
 * @param shared whether it does
 */
record Outcome(Label target, List<Integer> writes, boolean shared) {
    /** Whether it leaves the function around it in turn, which then only passes it on. */
    boolean passesOn() {
        return target != null && target.leave != null;
    }
}
