package dev.gyre.api.engine;

/**
 * Types of WebAssembly values that cross the SPI.
 *
 * <p>In a {@code long[]} an i32 is sign-extended, an f32 is its bits in the low half, an f64 its bits, and a reference is an
 * engine's own number that only the same store understands.
 */
public enum ValueType {
    I32(int.class), I64(long.class), F32(float.class), F64(double.class), V128(void.class), FUNCREF(long.class), EXTERNREF(long.class);

    private final Class<?> carrier;

    ValueType(Class<?> carrier) {
        this.carrier = carrier;
    }

    /** The Java type of this value in the exact-typed handle of {@link CoreFunction#handle()}. */
    public Class<?> carrier() {
        return carrier;
    }
}
