package dev.gyre.engine.chicory.internal.code;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import dev.gyre.api.engine.TrapKind;

/** Little-endian access to a linear memory's array. */
public final class Bytes {
    public static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** At most some tenths of a millisecond's work. */
    private static final int PIECE = 1 << 20;

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

    /** As {@link Arrays#fill}, in pieces: the JVM cannot bring its threads to a halt, for a collection, while one fills an array. */
    public static void fill(byte[] bytes, int address, int length, byte value) {
        int done = 0;
        while (done < length) {
            int step = Math.min(length - done, PIECE);
            Arrays.fill(bytes, address + done, address + done + step, value);
            done += step;
        }
    }

    /** Copies within an array, in pieces as {@link #fill}. */
    public static void copy(byte[] bytes, int from, int to, int length) {
        boolean forwards = to <= from;
        int done = 0;
        while (done < length) {
            int step = Math.min(length - done, PIECE);
            int at = forwards ? done : length - done - step;
            System.arraycopy(bytes, from + at, bytes, to + at, step);
            done += step;
        }
    }
}
