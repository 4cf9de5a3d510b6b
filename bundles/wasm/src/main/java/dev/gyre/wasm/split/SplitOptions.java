package dev.gyre.wasm.split;

/**
 * How large functions may stay.
 *
 * @param maxBytes     of JVM bytecode, as estimated for Chicory's compiler; larger functions are split
 * @param targetBytes  what split functions and their parts are made to have at most, with what a compiler will inline into them,
 *                     where that costs little time
 * @param minBytes     of a region that is worth a call
 */
public record SplitOptions(int maxBytes, int targetBytes, int minBytes) {
    /** For HotSpot, which compiles no more than 8000 bytes: nearly all functions are a little smaller than estimated. */
    public static final SplitOptions DEFAULT = new SplitOptions(7900, 7000, 120);

    public SplitOptions {
        if (minBytes < 1 || targetBytes <= minBytes || maxBytes < targetBytes) {
            throw new IllegalArgumentException("sizes must grow: min " + minBytes + ", target " + targetBytes + ", max " + maxBytes);
        }
    }
}
