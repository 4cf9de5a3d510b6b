package dev.gyre.component.internal.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import dev.gyre.component.internal.runtime.Traps;
import dev.gyre.component.type.ValueType;

/** Lists: a pointer and a length. */
abstract class ListCodec extends Codec {
    /** Of a list's bytes; the specification's MAX_LIST_BYTE_LENGTH. */
    private static final long LONGEST = (1 << 28) - 1;
    /** What an element of a list takes on the host at least. */
    private static final int ELEMENT = 16;

    private final int elementSize;
    private final int elementAlign;

    ListCodec(ValueType.ListType type, Layout.Extent element) {
        super(type);
        elementSize = element.size();
        elementAlign = element.align();
    }

    /** Elements from a block of memory. */
    abstract Object elements(Lifting cx, byte[] block, int count);

    abstract int count(Object value);

    abstract void elements(Lowering cx, Object value, byte[] block);

    @Override
    public Object load(Lifting cx, byte[] block, int at) {
        return read(cx, Bytes.readInt(block, at), Bytes.readInt(block, at + 4));
    }

    @Override
    public Object lift(Lifting cx, Flat from) {
        return read(cx, (int) from.next(), (int) from.next());
    }

    private Object read(Lifting cx, int pointer, int count) {
        long bytes = Integer.toUnsignedLong(count) * elementSize;
        if (bytes > LONGEST) {
            throw Traps.abi("list is too long: " + Integer.toUnsignedString(count) + " elements of " + elementSize + " bytes, byte length exceeds " + LONGEST);
        }
        Range.check(cx.memory(), pointer, bytes, elementAlign, "list");
        cx.charge(bytes + (this instanceof Generic ? (long) ELEMENT * count : 0));
        return elements(cx, cx.memory().read(pointer, (int) bytes), count);
    }

    @Override
    public void store(Lowering cx, Object value, byte[] block, int at) {
        int count = count(value);
        Bytes.writeInt(block, at, write(cx, value, count));
        Bytes.writeInt(block, at + 4, count);
    }

    @Override
    public void lower(Lowering cx, Object value, Flat to) {
        int count = count(value);
        to.put(write(cx, value, count));
        to.put(count);
    }

    private int write(Lowering cx, Object value, int count) {
        long bytes = (long) count * elementSize;
        if (bytes > LONGEST) {
            throw wrong("is too long: " + count + " elements of " + elementSize + " bytes");
        }
        int pointer = cx.realloc(0, 0, elementAlign, (int) bytes);
        byte[] block = value instanceof byte[] raw ? raw : new byte[(int) bytes];
        elements(cx, value, block);
        cx.memory().write(pointer, block);
        return pointer;
    }

    static Codec of(ValueType.ListType type, Codec element) {
        return type.element() instanceof ValueType.Primitive p ? switch (p) {
            case S8, U8 -> new OfBytes(type);
            case S16, U16 -> new OfShorts(type);
            case S32, U32 -> new OfInts(type);
            case S64, U64 -> new OfLongs(type);
            case F32 -> new OfFloats(type);
            case F64 -> new OfDoubles(type);
            default -> new Generic(type, element);
        } : new Generic(type, element);
    }

    private static final class Generic extends ListCodec {
        private final Codec element;

        Generic(ValueType.ListType type, Codec element) {
            super(type, Layout.extent(type.element()));
            this.element = element;
        }

        @Override
        Object elements(Lifting cx, byte[] block, int count) {
            List<Object> values = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                values.add(element.load(cx, block, i * element.size));
            }
            return values;
        }

        @Override
        int count(Object value) {
            return as(List.class, value).size();
        }

        @Override
        void elements(Lowering cx, Object value, byte[] block) {
            int at = 0;
            for (Object e : (List<?>) value) {
                element.store(cx, e, block, at);
                at += element.size;
            }
        }
    }

    private static ByteBuffer buffer(byte[] block) {
        return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static final class OfBytes extends ListCodec {
        OfBytes(ValueType.ListType type) {
            super(type, new Layout.Extent(1, 1));
        }

        @Override
        Object elements(Lifting cx, byte[] block, int count) {
            return block;
        }

        @Override
        int count(Object value) {
            return as(byte[].class, value).length;
        }

        @Override
        void elements(Lowering cx, Object value, byte[] block) {
            // the block is the value
        }
    }

    private static final class OfShorts extends ListCodec {
        OfShorts(ValueType.ListType type) {
            super(type, new Layout.Extent(2, 2));
        }

        @Override
        Object elements(Lifting cx, byte[] block, int count) {
            short[] values = new short[count];
            buffer(block).asShortBuffer().get(values);
            return values;
        }

        @Override
        int count(Object value) {
            return as(short[].class, value).length;
        }

        @Override
        void elements(Lowering cx, Object value, byte[] block) {
            buffer(block).asShortBuffer().put((short[]) value);
        }
    }

    private static final class OfInts extends ListCodec {
        OfInts(ValueType.ListType type) {
            super(type, new Layout.Extent(4, 4));
        }

        @Override
        Object elements(Lifting cx, byte[] block, int count) {
            int[] values = new int[count];
            buffer(block).asIntBuffer().get(values);
            return values;
        }

        @Override
        int count(Object value) {
            return as(int[].class, value).length;
        }

        @Override
        void elements(Lowering cx, Object value, byte[] block) {
            buffer(block).asIntBuffer().put((int[]) value);
        }
    }

    private static final class OfLongs extends ListCodec {
        OfLongs(ValueType.ListType type) {
            super(type, new Layout.Extent(8, 8));
        }

        @Override
        Object elements(Lifting cx, byte[] block, int count) {
            long[] values = new long[count];
            buffer(block).asLongBuffer().get(values);
            return values;
        }

        @Override
        int count(Object value) {
            return as(long[].class, value).length;
        }

        @Override
        void elements(Lowering cx, Object value, byte[] block) {
            buffer(block).asLongBuffer().put((long[]) value);
        }
    }

    private static final class OfFloats extends ListCodec {
        OfFloats(ValueType.ListType type) {
            super(type, new Layout.Extent(4, 4));
        }

        @Override
        Object elements(Lifting cx, byte[] block, int count) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                float value = Float.intBitsToFloat(Bytes.readInt(block, 4 * i));
                values[i] = Float.isNaN(value) ? Float.NaN : value;
            }
            return values;
        }

        @Override
        int count(Object value) {
            return as(float[].class, value).length;
        }

        @Override
        void elements(Lowering cx, Object value, byte[] block) {
            float[] values = (float[]) value;
            for (int i = 0; i < values.length; i++) {
                Bytes.writeInt(block, 4 * i, Float.floatToIntBits(values[i]));
            }
        }
    }

    private static final class OfDoubles extends ListCodec {
        OfDoubles(ValueType.ListType type) {
            super(type, new Layout.Extent(8, 8));
        }

        @Override
        Object elements(Lifting cx, byte[] block, int count) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                double value = Double.longBitsToDouble(Bytes.readLong(block, 8 * i));
                values[i] = Double.isNaN(value) ? Double.NaN : value;
            }
            return values;
        }

        @Override
        int count(Object value) {
            return as(double[].class, value).length;
        }

        @Override
        void elements(Lowering cx, Object value, byte[] block) {
            double[] values = (double[]) value;
            for (int i = 0; i < values.length; i++) {
                Bytes.writeLong(block, 8 * i, Double.doubleToLongBits(values[i]));
            }
        }
    }
}
