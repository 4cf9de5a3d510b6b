package dev.gyre.wasm.split;

/**
 * A function, or a part of one, that is still too large.
 *
 * @param function the index in the original module, imports counted
 * @param bytes    of JVM bytecode, estimated
 * @param reason   why it could not be made smaller
 */
public record UnsplitFunction(int function, int bytes, String reason) {
}
