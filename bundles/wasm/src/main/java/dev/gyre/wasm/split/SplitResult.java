package dev.gyre.wasm.split;

import java.util.List;

/**
 * A module whose large functions were split. Functions keep their indices; the new ones stand behind them. Immutable.
 *
 * @param module    the given array itself when nothing was split
 * @param functions in the given module, imports counted: new functions have this index and higher ones
 * @param origins   of each new function the index of the function it was part of
 * @param unsplit   functions that are still too large
 */
public record SplitResult(byte[] module, int functions, List<Integer> origins, List<UnsplitFunction> unsplit) {
    public SplitResult {
        origins = List.copyOf(origins);
        unsplit = List.copyOf(unsplit);
    }

    /** The function of the given module that a function of this one is, or was part of. */
    public int origin(int function) {
        return function < functions ? function : origins.get(function - functions);
    }

    public boolean isSplit() {
        return !origins.isEmpty();
    }
}
