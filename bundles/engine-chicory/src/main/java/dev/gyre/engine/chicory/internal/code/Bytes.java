package dev.gyre.engine.chicory.internal.code;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.gyre.api.engine.TrapKind;

/** Little-endian access to a linear memory's array. */
public final class Bytes {
    public static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {
    }

    static GuestTrap outOfBounds() {
        return new GuestTrap(TrapKind.OUT_OF_BOUNDS_MEMORY, "out of bounds memory access");
    }

    /** Checks a range given by unsigned numbers. */
    static void check(byte[] memory, int address, int length) {
        if (Integer.toUnsignedLong(address) + Integer.toUnsignedLong(length) > memory.length) {
            throw outOfBounds();
        }
    }
}
