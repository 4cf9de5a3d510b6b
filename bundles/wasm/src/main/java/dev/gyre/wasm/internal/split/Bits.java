package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.List;

/** Sets of local variables. Stateless. */
final class Bits {
    private Bits() {
    }

    static void add(long[] set, int bit) {
        set[bit >> 6] |= 1L << bit;
    }

    static void remove(long[] set, int bit) {
        set[bit >> 6] &= ~(1L << bit);
    }

    /** Adds all of another set. True when that changed it. */
    static boolean addAll(long[] set, long[] other) {
        boolean changed = false;
        for (int i = 0; i < other.length; i++) {
            changed |= (other[i] & ~set[i]) != 0;
            set[i] |= other[i];
        }
        return changed;
    }

    static long[] and(long[] a, long[] b) {
        long[] both = a.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] &= b[i];
        }
        return both;
    }

    static boolean meet(long[] a, long[] b) {
        for (int i = 0; i < a.length; i++) {
            if ((a[i] & b[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    static List<Integer> list(long[] set) {
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < set.length; i++) {
            for (long rest = set[i]; rest != 0; rest &= rest - 1) {
                out.add(64 * i + Long.numberOfTrailingZeros(rest));
            }
        }
        return out;
    }
}
