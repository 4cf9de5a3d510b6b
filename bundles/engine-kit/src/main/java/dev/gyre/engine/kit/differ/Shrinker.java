package dev.gyre.engine.kit.differ;

import java.util.Arrays;
import java.util.function.Predicate;

/** Makes a sequence of choices shorter and its numbers smaller for as long as what is made of it still fails. */
final class Shrinker {
    private final Predicate<long[]> fails;
    private final long until;
    private long[] best;

    private Shrinker(long[] choices, Predicate<long[]> fails, long millis) {
        this.best = choices;
        this.fails = fails;
        this.until = System.nanoTime() + millis * 1_000_000;
    }

    /** @param millis it may take; what is best then is given */
    static long[] shrink(long[] choices, Predicate<long[]> fails, long millis) {
        return new Shrinker(choices, fails, millis).shrink();
    }

    private long[] shrink() {
        int before;
        do {
            before = weight();
            for (int size = Math.max(1, best.length / 2); size >= 1; size /= 2) {
                remove(size);
                zero(size);
            }
            lower();
        } while (weight() < before && System.nanoTime() < until);
        return best;
    }

    private int weight() {
        return best.length * 64 + Arrays.stream(best).mapToInt(b -> 64 - Long.numberOfLeadingZeros(b)).sum();
    }

    private boolean accept(long[] smaller) {
        if (System.nanoTime() > until || Arrays.equals(smaller, best) || !fails.test(smaller)) {
            return false;
        }
        best = smaller;
        return true;
    }

    private void remove(int size) {
        for (int at = best.length - size; at >= 0; at -= size) {
            if (at + size <= best.length) {
                long[] without = new long[best.length - size];
                System.arraycopy(best, 0, without, 0, at);
                System.arraycopy(best, at + size, without, at, best.length - at - size);
                accept(without);
            }
        }
    }

    private void zero(int size) {
        for (int at = best.length - size; at >= 0; at -= size) {
            if (at + size <= best.length) {
                long[] zeroed = best.clone();
                Arrays.fill(zeroed, at, at + size, 0);
                accept(zeroed);
            }
        }
    }

    private void lower() {
        for (int at = 0; at < best.length; at++) {
            while (best[at] != 0) {
                long[] lower = best.clone();
                lower[at] >>>= 1;
                if (!accept(lower)) {
                    break;
                }
            }
        }
    }
}
