package dev.gyre.wasm.internal.split;

/** A function that is left as it is. The message says why. */
final class UnsplittableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsplittableException(String reason) {
        super(reason, null, false, false);
    }
}
