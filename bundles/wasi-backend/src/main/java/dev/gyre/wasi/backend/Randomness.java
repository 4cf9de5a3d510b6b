package dev.gyre.wasi.backend;

import java.security.SecureRandom;

/** Random bytes fit for keys. Thread-safe. */
public final class Randomness {
    /** Made when first asked for, because it takes the JDK tens of milliseconds and most guests never ask. */
    private volatile SecureRandom source;

    /** Fills the first {@code length} bytes. */
    public void fill(byte[] target, int length) {
        SecureRandom random = source;
        if (random == null) {
            random = new SecureRandom();
            source = random;
        }
        if (length == target.length) {
            random.nextBytes(target);
            return;
        }
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        System.arraycopy(bytes, 0, target, 0, length);
    }
}
