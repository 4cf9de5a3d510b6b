package dev.gyre.component.internal.abi;

import dev.gyre.component.internal.runtime.Traps;

/** What guests' numbers mean as values: for codecs, and for the code that is generated after them. Stateless. */
final class Scalars {
    private Scalars() {
    }

    static int bool(int bits) {
        return bits != 0 ? 1 : 0;
    }

    /** The bits of a float, of all NaNs the same. */
    static int f32(int bits) {
        return Float.floatToIntBits(Float.intBitsToFloat(bits));
    }

    /** The bits of a double, of all NaNs the same. */
    static long f64(long bits) {
        return Double.doubleToLongBits(Double.longBitsToDouble(bits));
    }

    static int character(int bits) {
        if (!isCharacter(bits)) {
            throw Traps.abi("0x" + Integer.toHexString(bits) + " is an invalid `char`: integer not a Unicode scalar value");
        }
        return bits;
    }

    static boolean isCharacter(int value) {
        return value >= 0 && value <= Character.MAX_CODE_POINT && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE);
    }

    /** Which of several cases. */
    static int label(int bits, int labels) {
        if (Integer.compareUnsigned(bits, labels) >= 0) {
            throw Traps.abi("unexpected discriminant: " + Integer.toUnsignedString(bits) + " of " + labels);
        }
        return bits;
    }
}
