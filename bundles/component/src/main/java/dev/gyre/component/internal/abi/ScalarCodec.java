package dev.gyre.component.internal.abi;

import dev.gyre.component.internal.runtime.ResourceDesc;
import dev.gyre.component.type.ValueType;

/** Values that are one core value, and in memory as wide as their type. */
abstract class ScalarCodec extends Codec {
    ScalarCodec(ValueType type) {
        super(type);
    }

    /** @param bits at least those of the type; what is above them counts for nothing */
    abstract Object lift(Lifting cx, long bits);

    /** The core value. */
    abstract long lower(Lowering cx, Object value);

    @Override
    public final Object load(Lifting cx, byte[] block, int at) {
        return lift(cx, switch (size) {
            case 1 -> block[at] & 0xff;
            case 2 -> Bytes.readShort(block, at) & 0xffff;
            case 4 -> Bytes.readInt(block, at);
            default -> Bytes.readLong(block, at);
        });
    }

    @Override
    public final void store(Lowering cx, Object value, byte[] block, int at) {
        long bits = lower(cx, value);
        switch (size) {
            case 1 -> block[at] = (byte) bits;
            case 2 -> Bytes.writeShort(block, at, (short) bits);
            case 4 -> Bytes.writeInt(block, at, (int) bits);
            default -> Bytes.writeLong(block, at, bits);
        }
    }

    @Override
    public final Object lift(Lifting cx, Flat from) {
        return lift(cx, from.next());
    }

    @Override
    public final void lower(Lowering cx, Object value, Flat to) {
        to.put(lower(cx, value));
    }

    static Codec of(ValueType.Primitive type) {
        return switch (type) {
            case BOOL -> new Bool();
            case S8, U8 -> new Small(type, 1);
            case S16, U16 -> new Small(type, 2);
            case S32, U32 -> new Int(type);
            case S64, U64 -> new Long64(type);
            case F32 -> new F32();
            case F64 -> new F64();
            case CHAR -> new Char();
            case STRING -> new StringCodec();
            case ERROR_CONTEXT -> throw new IllegalArgumentException("error-context belongs to WASI 0.3");
        };
    }

    private static final class Bool extends ScalarCodec {
        Bool() {
            super(ValueType.Primitive.BOOL);
        }

        @Override
        Object lift(Lifting cx, long bits) {
            return Scalars.bool((int) bits) != 0;
        }

        @Override
        long lower(Lowering cx, Object value) {
            return as(Boolean.class, value) ? 1 : 0;
        }
    }

    /** Numbers of 8 and 16 bits. */
    private static final class Small extends ScalarCodec {
        private final boolean signed;
        private final boolean one;

        Small(ValueType.Primitive type, int bytes) {
            super(type);
            signed = type == ValueType.Primitive.S8 || type == ValueType.Primitive.S16;
            one = bytes == 1;
        }

        @Override
        Object lift(Lifting cx, long bits) {
            return one ? (Object) (byte) bits : (Object) (short) bits;
        }

        @Override
        long lower(Lowering cx, Object value) {
            return one ? as(Byte.class, value) & (signed ? -1 : 0xff) : as(Short.class, value) & (signed ? -1 : 0xffff);
        }
    }

    private static final class Int extends ScalarCodec {
        Int(ValueType.Primitive type) {
            super(type);
        }

        @Override
        Object lift(Lifting cx, long bits) {
            return (int) bits;
        }

        @Override
        long lower(Lowering cx, Object value) {
            return as(Integer.class, value);
        }
    }

    private static final class Long64 extends ScalarCodec {
        Long64(ValueType.Primitive type) {
            super(type);
        }

        @Override
        Object lift(Lifting cx, long bits) {
            return bits;
        }

        @Override
        long lower(Lowering cx, Object value) {
            return as(Long.class, value);
        }
    }

    private static final class F32 extends ScalarCodec {
        F32() {
            super(ValueType.Primitive.F32);
        }

        @Override
        Object lift(Lifting cx, long bits) {
            return Float.intBitsToFloat(Scalars.f32((int) bits));
        }

        @Override
        long lower(Lowering cx, Object value) {
            return Float.floatToIntBits(as(Float.class, value));
        }
    }

    private static final class F64 extends ScalarCodec {
        F64() {
            super(ValueType.Primitive.F64);
        }

        @Override
        Object lift(Lifting cx, long bits) {
            return Double.longBitsToDouble(Scalars.f64(bits));
        }

        @Override
        long lower(Lowering cx, Object value) {
            return Double.doubleToLongBits(as(Double.class, value));
        }
    }

    /** Values that are an {@code int} for the host, but not every one. */
    abstract static class Checked extends ScalarCodec {
        Checked(ValueType type) {
            super(type);
        }

        /** @throws dev.gyre.component.value.ValueException when the host's number means no value */
        abstract int check(int value);

        @Override
        final long lower(Lowering cx, Object value) {
            return check(as(Integer.class, value));
        }
    }

    private static final class Char extends Checked {
        Char() {
            super(ValueType.Primitive.CHAR);
        }

        @Override
        Object lift(Lifting cx, long bits) {
            return Scalars.character((int) bits);
        }

        @Override
        int check(int code) {
            if (!Scalars.isCharacter(code)) {
                throw wrong("must be a Unicode scalar value, not 0x" + Integer.toHexString(code));
            }
            return code;
        }
    }

    /** Flags; bits beyond the labels are ignored. */
    static final class Flags extends Checked {
        final int mask;

        Flags(ValueType.FlagsType type) {
            super(type);
            mask = -1 >>> 32 - type.labels().size();
        }

        @Override
        Object lift(Lifting cx, long bits) {
            return (int) bits & mask;
        }

        @Override
        int check(int bits) {
            if ((bits & ~mask) != 0) {
                throw wrong("has no label for the bits 0x" + Integer.toHexString(bits & ~mask));
            }
            return bits;
        }
    }

    /** An enum's label. */
    static final class Label extends Checked {
        final int labels;

        Label(ValueType.EnumType type) {
            super(type);
            labels = type.labels().size();
        }

        @Override
        Object lift(Lifting cx, long bits) {
            return Scalars.label((int) bits, labels);
        }

        @Override
        int check(int label) {
            if (label < 0 || label >= labels) {
                throw wrong("has no case " + label);
            }
            return label;
        }
    }

    /** Handles. */
    static final class HandleCodec extends ScalarCodec {
        private final ResourceDesc resource;
        private final boolean own;

        HandleCodec(ValueType type, ResourceDesc resource) {
            super(type);
            this.resource = resource;
            this.own = type instanceof ValueType.OwnType;
        }

        @Override
        Object lift(Lifting cx, long bits) {
            return own ? cx.own((int) bits, resource) : cx.borrow((int) bits, resource);
        }

        @Override
        long lower(Lowering cx, Object value) {
            return own ? cx.own(value, resource) : cx.borrow(value, resource);
        }
    }
}
