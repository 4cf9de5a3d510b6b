package dev.gyre.engine.chicory.internal.code;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import com.dylibso.chicory.runtime.Instance;

/**
 * What the code of guests does with its {@link MemoryView}. The JIT compiler must inline these methods into large functions, and
 * counts their bytes against a budget for each; therefore they are as short as can be.
 *
 * <p>An address is {@code base + offset}, both unsigned and the offset below 2^31. A base beyond 2^31 is out of bounds whatever
 * the offset, so it is left alone: as a negative index it fails. An {@link IndexOutOfBoundsException} is the guest's trap.
 */
public final class MemoryOps {
    private static final VarHandle LEAST;
    /** The way from a function that is left to the next one that is called. */
    private static final int DEPARTURE = 2 << 10;

    static {
        try {
            LEAST = MethodHandles.lookup().findVarHandle(MemoryView.class, "least", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private MemoryOps() {
    }

    static void least(MemoryView view, int left) {
        LEAST.setVolatile(view, left);
    }

    /** The same look as {@link #check(MemoryView)}, and at the stack. @param left of it, in bytes */
    public static void check(int left, MemoryView view) {
        if (left < view.least) {
            view.checkpoint.reached(left);
        }
    }

    /** Tells whoever is called, no function of this instance, what is left. */
    public static void leave(int left, MemoryView view) {
        view.stack.bytes = left - DEPARTURE;
    }

    /** What is left when a function is called from outside. */
    public static int left(MemoryView view) {
        return view.stack.bytes;
    }

    public static Instance instance(MemoryView view) {
        return view.instance;
    }

    /** A look at a plain field: the JIT compiler may move it out of a loop without calls, but not away from a call. */
    public static void check(MemoryView view) {
        if (view.least > 0) {
            view.checkpoint.reached();
        }
    }

    /** A look that stays where it is; also for what takes long by itself, many of which may follow one another without a loop. */
    public static void look(MemoryView view) {
        if ((int) LEAST.getOpaque(view) > 0) {
            view.checkpoint.reached();
        }
    }

    public static byte readByte(int base, MemoryView view) {
        return view.bytes[base];
    }

    public static byte readByte(int base, int offset, MemoryView view) {
        return view.bytes[base < 0 ? base : base + offset];
    }

    public static short readShort(int base, MemoryView view) {
        return (short) Bytes.SHORT.get(view.bytes, base);
    }

    public static short readShort(int base, int offset, MemoryView view) {
        return (short) Bytes.SHORT.get(view.bytes, base < 0 ? base : base + offset);
    }

    public static int readInt(int base, MemoryView view) {
        return (int) Bytes.INT.get(view.bytes, base);
    }

    public static int readInt(int base, int offset, MemoryView view) {
        return (int) Bytes.INT.get(view.bytes, base < 0 ? base : base + offset);
    }

    public static long readLong(int base, MemoryView view) {
        return (long) Bytes.LONG.get(view.bytes, base);
    }

    public static long readLong(int base, int offset, MemoryView view) {
        return (long) Bytes.LONG.get(view.bytes, base < 0 ? base : base + offset);
    }

    public static float readFloat(int base, MemoryView view) {
        return (float) Bytes.FLOAT.get(view.bytes, base);
    }

    public static float readFloat(int base, int offset, MemoryView view) {
        return (float) Bytes.FLOAT.get(view.bytes, base < 0 ? base : base + offset);
    }

    public static double readDouble(int base, MemoryView view) {
        return (double) Bytes.DOUBLE.get(view.bytes, base);
    }

    public static double readDouble(int base, int offset, MemoryView view) {
        return (double) Bytes.DOUBLE.get(view.bytes, base < 0 ? base : base + offset);
    }

    public static void writeByte(int base, byte value, MemoryView view) {
        view.bytes[base] = value;
        view.cards[base >>> Linear.CARD_BITS] = 1;
    }

    public static void writeByte(int base, byte value, int offset, MemoryView view) {
        int address = base < 0 ? base : base + offset;
        view.bytes[address] = value;
        view.cards[address >>> Linear.CARD_BITS] = 1;
    }

    public static void writeShort(int base, short value, MemoryView view) {
        Bytes.SHORT.set(view.bytes, base, value);
        view.cards[base >>> Linear.CARD_BITS] = 1;
    }

    public static void writeShort(int base, short value, int offset, MemoryView view) {
        int address = base < 0 ? base : base + offset;
        Bytes.SHORT.set(view.bytes, address, value);
        view.cards[address >>> Linear.CARD_BITS] = 1;
    }

    public static void writeInt(int base, int value, MemoryView view) {
        Bytes.INT.set(view.bytes, base, value);
        view.cards[base >>> Linear.CARD_BITS] = 1;
    }

    public static void writeInt(int base, int value, int offset, MemoryView view) {
        int address = base < 0 ? base : base + offset;
        Bytes.INT.set(view.bytes, address, value);
        view.cards[address >>> Linear.CARD_BITS] = 1;
    }

    public static void writeLong(int base, long value, MemoryView view) {
        Bytes.LONG.set(view.bytes, base, value);
        view.cards[base >>> Linear.CARD_BITS] = 1;
    }

    public static void writeLong(int base, long value, int offset, MemoryView view) {
        int address = base < 0 ? base : base + offset;
        Bytes.LONG.set(view.bytes, address, value);
        view.cards[address >>> Linear.CARD_BITS] = 1;
    }

    public static void writeFloat(int base, float value, MemoryView view) {
        Bytes.FLOAT.set(view.bytes, base, value);
        view.cards[base >>> Linear.CARD_BITS] = 1;
    }

    public static void writeFloat(int base, float value, int offset, MemoryView view) {
        int address = base < 0 ? base : base + offset;
        Bytes.FLOAT.set(view.bytes, address, value);
        view.cards[address >>> Linear.CARD_BITS] = 1;
    }

    public static void writeDouble(int base, double value, MemoryView view) {
        Bytes.DOUBLE.set(view.bytes, base, value);
        view.cards[base >>> Linear.CARD_BITS] = 1;
    }

    public static void writeDouble(int base, double value, int offset, MemoryView view) {
        int address = base < 0 ? base : base + offset;
        Bytes.DOUBLE.set(view.bytes, address, value);
        view.cards[address >>> Linear.CARD_BITS] = 1;
    }
}
