package dev.gyre.wasi.backend;

import java.security.SecureRandom;

/** Random bytes fit for keys. Thread-safe. */
public final class Randomness {
    private final SecureRandom source = new SecureRandom();

    /** Fills the first {@code length} bytes. */
    public void fill(byte[] target, int length) {
        if (length == target.length) {
            source.nextBytes(target);
            return;
        }
        byte[] bytes = new byte[length];
        source.nextBytes(bytes);
        System.arraycopy(bytes, 0, target, 0, length);
    }
}
