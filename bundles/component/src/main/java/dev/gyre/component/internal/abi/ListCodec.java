package dev.gyre.component.internal.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

import dev.gyre.component.internal.runtime.Traps;
import dev.gyre.component.type.ValueType;

/** Lists: a pointer and a length. */
abstract class ListCodec extends Codec {
    /** Of a list's bytes; the specification's MAX_LIST_BYTE_LENGTH. */
    private static final long LONGEST = (1 << 28) - 1;
    /** What an element of a list takes on the host at least. */
    private static final int ELEMENT = 32;

    final int elementSize;
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

    final Object read(Lifting cx, int pointer, int count) {
        return elements(cx, block(cx, pointer, count), count);
    }

    /** The memory that the elements are in. */
    final byte[] block(Lifting cx, int pointer, int count) {
        long bytes = Integer.toUnsignedLong(count) * elementSize;
        if (bytes > LONGEST) {
            throw Traps.abi("list is too long: " + Integer.toUnsignedString(count) + " elements of " + elementSize + " bytes, byte length exceeds " + LONGEST);
        }
        Range.check(cx.memory(), pointer, bytes, elementAlign, "list");
        cx.charge(bytes + (this instanceof Generic ? (long) ELEMENT * count : 0));
        return cx.memory().read(pointer, (int) bytes);
    }

    @Override
    public void store(Lowering cx, Object value, byte[] block, int at) {
        Bytes.writePair(block, at, write(cx, value));
    }

    @Override
    public void lower(Lowering cx, Object value, Flat to) {
        to.putPair(write(cx, value));
    }

    /** @return {@link Bytes#pair} of the pointer and the number of elements */
    final long write(Lowering cx, Object value) {
        int count = count(value);
        int pointer = allocate(cx, count);
        byte[] block = value instanceof byte[] raw ? raw : new byte[count * elementSize];
        elements(cx, value, block);
        cx.memory().write(pointer, block);
        return Bytes.pair(pointer, count);
    }

    /** Memory for so many elements. */
    final int allocate(Lowering cx, int count) {
        long bytes = (long) count * elementSize;
        if (bytes > LONGEST) {
            throw wrong("is too long: " + count + " elements of " + elementSize + " bytes");
        }
        return cx.realloc(0, 0, elementAlign, (int) bytes);
    }

    static Codec of(ValueType.ListType type, Codec element) {
        return type.element() instanceof ValueType.Primitive p ? switch (p) {
            case S8, U8 -> new OfBytes(type);
            case S16, U16 -> new OfNumbers<>(type, short[].class, n -> n.length, short[]::new,
                    (block, to) -> block.asShortBuffer().get(to), (block, from) -> block.asShortBuffer().put(from));
            case S32, U32 -> new OfNumbers<>(type, int[].class, n -> n.length, int[]::new,
                    (block, to) -> block.asIntBuffer().get(to), (block, from) -> block.asIntBuffer().put(from));
            case S64, U64 -> new OfNumbers<>(type, long[].class, n -> n.length, long[]::new,
                    (block, to) -> block.asLongBuffer().get(to), (block, from) -> block.asLongBuffer().put(from));
            case F32 -> new OfNumbers<>(type, float[].class, n -> n.length, float[]::new, ListCodec::readFloats, ListCodec::writeFloats);
            case F64 -> new OfNumbers<>(type, double[].class, n -> n.length, double[]::new, ListCodec::readDoubles, ListCodec::writeDoubles);
            default -> new Generic(type, element);
        } : new Generic(type, element);
    }

    private static void readFloats(ByteBuffer block, float[] to) {
        for (int i = 0; i < to.length; i++) {
            float value = block.getFloat(4 * i);
            to[i] = Float.isNaN(value) ? Float.NaN : value;
        }
    }

    private static void writeFloats(ByteBuffer block, float[] from) {
        for (int i = 0; i < from.length; i++) {
            block.putInt(4 * i, Float.floatToIntBits(from[i]));
        }
    }

    private static void readDoubles(ByteBuffer block, double[] to) {
        for (int i = 0; i < to.length; i++) {
            double value = block.getDouble(8 * i);
            to[i] = Double.isNaN(value) ? Double.NaN : value;
        }
    }

    private static void writeDoubles(ByteBuffer block, double[] from) {
        for (int i = 0; i < from.length; i++) {
            block.putLong(8 * i, Double.doubleToLongBits(from[i]));
        }
    }

    /** Lists of anything else, as lists. */
    static final class Generic extends ListCodec {
        final Codec element;

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

    /** Lists of numbers of more than a byte, as arrays. */
    private static final class OfNumbers<A> extends ListCodec {
        private final Class<A> form;
        private final ToIntFunction<A> length;
        private final IntFunction<A> make;
        private final BiConsumer<ByteBuffer, A> read;
        private final BiConsumer<ByteBuffer, A> write;

        OfNumbers(ValueType.ListType type, Class<A> form, ToIntFunction<A> length, IntFunction<A> make, BiConsumer<ByteBuffer, A> read,
                BiConsumer<ByteBuffer, A> write) {
            super(type, Layout.extent(type.element()));
            this.form = form;
            this.length = length;
            this.make = make;
            this.read = read;
            this.write = write;
        }

        @Override
        Object elements(Lifting cx, byte[] block, int count) {
            A values = make.apply(count);
            read.accept(buffer(block), values);
            return values;
        }

        @Override
        int count(Object value) {
            return length.applyAsInt(as(form, value));
        }

        @Override
        void elements(Lowering cx, Object value, byte[] block) {
            write.accept(buffer(block), form.cast(value));
        }

        private static ByteBuffer buffer(byte[] block) {
            return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
