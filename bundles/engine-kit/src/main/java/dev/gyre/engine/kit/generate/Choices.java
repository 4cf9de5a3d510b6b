package dev.gyre.engine.kit.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Where a generator's decisions come from, remembered so that they can be replayed and made fewer: every sequence of numbers is a
 * module, what lies beyond its end is 0, and 0 is always the simplest choice. For one thread at a time.
 */
public final class Choices {
    private static final int LIMIT = 200_000;
    private final SplittableRandom random;
    private long[] made;
    private final int given;
    private int used;

    private Choices(SplittableRandom random, long[] made) {
        this.random = random;
        this.made = made;
        this.given = made.length;
    }

    /** Random ones. */
    public static Choices of(long seed) {
        return new Choices(new SplittableRandom(seed), new long[0]);
    }

    /** These and then zeros. */
    public static Choices replay(long... made) {
        return new Choices(null, made.clone());
    }

    /** @return 64 bits */
    public long bits() {
        if (used < given) {
            return made[used++];
        }
        if (random == null || used > LIMIT) {
            used++;
            return 0;
        }
        if (used == made.length) {
            made = Arrays.copyOf(made, Math.max(64, used * 2));
        }
        return made[used++] = random.nextLong();
    }

    /** @return 0 to {@code bound - 1} */
    public int below(int bound) {
        return (int) Long.remainderUnsigned(bits(), bound);
    }

    /** True once in so many times; never when choices have run out. */
    public boolean once(int times) {
        return below(times) == times - 1;
    }

    /** A number of any size, small ones and edges of ranges more often than chance would have them. */
    public long number() {
        return switch (below(6)) {
            case 0 -> below(16);
            case 1 -> -1 - below(4);
            case 2 -> 1L << below(64);
            case 3 -> (1L << below(64)) - 1;
            case 4 -> below(1 << 17);
            default -> bits();
        };
    }

    /** What was chosen so far. */
    public long[] made() {
        return Arrays.copyOf(made, Math.min(used, made.length));
    }
}
