package dev.gyre.api.abi;

/** A string or list in guest memory: pointer and length in elements, both unsigned. */
public record Slice(int pointer, int length) {
    public static final Slice EMPTY = new Slice(0, 0);
}
