package dev.gyre.engine.chicory.internal.code;

/** Operators that Chicory 1.7.5 computes wrongly. */
public final class NumberOps {
    private NumberOps() {
    }

    /** {@code f32.convert_i64_u}; Chicory's own rounds up what is 2^63 or more. The lowest bit stands for what halving cuts off. */
    public static float convertUnsigned(long value) {
        return value >= 0 ? value : (float) (value >>> 1 | value & 1) * 2f;
    }
}
