package dev.gyre.wasm.internal.split;

/**
 * Code that can become a function.
 *
 * @param from  its first instruction
 * @param to    behind its last one
 * @param saved weight its function loses
 * @param score weight saved for what it costs to run; the higher the better
 */
record Region(int from, int to, int saved, double score) {
    boolean overlaps(Region other) {
        return from < other.to && other.from < to;
    }
}
