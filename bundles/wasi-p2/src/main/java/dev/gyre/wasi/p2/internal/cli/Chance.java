package dev.gyre.wasi.p2.internal.cli;

import java.nio.ByteBuffer;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.wasi.backend.Randomness;

/** {@code wasi:random}: the insecure interfaces are as good as the secure one. */
public final class Chance {
    private static final int LARGEST = 16 << 20;

    /** A {@code tuple<u64, u64>}. */
    public record Seed(long first, long second) {
    }

    private final Randomness randomness;

    public Chance(Randomness randomness) {
        this.randomness = randomness;
    }

    public byte[] getRandomBytes(long len) {
        if (len < 0 || len > LARGEST) {
            throw new TrapException(TrapKind.RESOURCE_LIMIT, Long.toUnsignedString(len) + " random bytes at once, where at most " + LARGEST + " are given");
        }
        byte[] bytes = new byte[(int) len];
        randomness.fill(bytes, bytes.length);
        return bytes;
    }

    public long getRandomU64() {
        return ByteBuffer.wrap(getRandomBytes(Long.BYTES)).getLong();
    }

    public byte[] getInsecureRandomBytes(long len) {
        return getRandomBytes(len);
    }

    public long getInsecureRandomU64() {
        return getRandomU64();
    }

    public Seed insecureSeed() {
        return new Seed(getRandomU64(), getRandomU64());
    }
}
