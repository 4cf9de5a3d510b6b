package dev.gyre.wasm.split;

/**
 * How large functions may stay.
 *
 * @param maxBytes     of JVM bytecode, as estimated for Chicory's compiler; larger functions are split
 * @param targetBytes  what split functions and their parts are made to have at most, with what a compiler will inline into them
 * @param minBytes     of a region that is worth a call
 */
public record SplitOptions(int maxBytes, int targetBytes, int minBytes) {
    /** For HotSpot: below its limit of 8000 bytes with a margin for what the estimate misses. */
    public static final SplitOptions DEFAULT = new SplitOptions(7600, 7000, 120);

    public SplitOptions {
        if (minBytes < 1 || targetBytes <= minBytes || maxBytes < targetBytes) {
            throw new IllegalArgumentException("sizes must grow: min " + minBytes + ", target " + targetBytes + ", max " + maxBytes);
        }
    }
}
