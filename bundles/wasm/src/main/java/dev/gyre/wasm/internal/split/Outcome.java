package dev.gyre.wasm.internal.split;

import java.util.List;

/**
 * A way a part is left.
 *
 * @param target of a branch, the function's body of a return; null when it falls through
 * @param writes locals it hands over: those it may have changed that are still needed there, and where it shares the code that
 *               hands over with others, what these hand over
 * @param shared whether it does
 */
record Outcome(Label target, List<Integer> writes, boolean shared) {
    Outcome {
        writes = List.copyOf(writes);
    }
}
