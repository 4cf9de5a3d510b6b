package dev.gyre.component.internal.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays, little-endian. Stateless. */
final class Bytes {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {
    }

    static short readShort(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at);
    }

    static int readInt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long readLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static void writeShort(byte[] bytes, int at, short value) {
        SHORT.set(bytes, at, value);
    }

    static void writeInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    static void writeLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    /** A pointer and a length in one number. */
    static long pair(int pointer, int length) {
        return (long) pointer << 32 | Integer.toUnsignedLong(length);
    }

    /** Writes a {@link #pair}: the pointer comes first. */
    static void writePair(byte[] bytes, int at, long pair) {
        LONG.set(bytes, at, Long.rotateLeft(pair, 32));
    }

    /** A number of 1, 2 or 4 bytes, unsigned. */
    static int readUnsigned(byte[] bytes, int at, int width) {
        return switch (width) {
            case 1 -> bytes[at] & 0xff;
            case 2 -> readShort(bytes, at) & 0xffff;
            default -> readInt(bytes, at);
        };
    }

    static void writeUnsigned(byte[] bytes, int at, int width, int value) {
        switch (width) {
            case 1 -> bytes[at] = (byte) value;
            case 2 -> writeShort(bytes, at, (short) value);
            default -> writeInt(bytes, at, value);
        }
    }
}
