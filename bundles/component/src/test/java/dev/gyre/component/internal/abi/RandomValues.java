package dev.gyre.component.internal.abi;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import dev.gyre.component.internal.runtime.Rep;
import dev.gyre.component.type.ValueType;
import dev.gyre.component.value.Case;
import dev.gyre.component.value.Result;

/** Values as a host gives them, at random, some of them wrong. For one thread. */
final class RandomValues {
    private static final String[] TEXTS = {"", "a", "what?", "grüße", "日本", "𝄞 clef", "\uFFFD", "ÿ".repeat(30), "long ".repeat(30)};
    private static final Object[] WRONG = {null, "text", 1, 1L, (byte) 1, Optional.empty(), new Object[0], List.of("a"), new byte[1], new Case(77, Optional.empty()), "\uD800?"};

    private final Random random;
    private final int wrong;

    /** @param wrong one value of so many is; 0 for none */
    RandomValues(Random random, int wrong) {
        this.random = random;
        this.wrong = wrong;
    }

    Object value(ValueType type) {
        if (wrong > 0 && random.nextInt(wrong) == 0) {
            return WRONG[random.nextInt(WRONG.length)];
        }
        return switch (type) {
            case ValueType.Primitive p -> primitive(p);
            case ValueType.FlagsType f -> random.nextInt() & -1 >>> 32 - f.labels().size() | (wrong > 0 && random.nextInt(wrong) == 0 ? 1 << 31 : 0);
            case ValueType.EnumType e -> random.nextInt(e.labels().size());
            case ValueType.OwnType o -> new Rep(random.nextInt(100), null);
            case ValueType.BorrowType b -> new Rep(random.nextInt(100), null);
            case ValueType.RecordType r -> r.fields().stream().map(f -> value(f.type())).toArray();
            case ValueType.TupleType t -> t.elements().stream().map(this::value).toArray();
            case ValueType.VariantType v -> {
                int index = random.nextInt(v.cases().size());
                yield new Case(index, v.cases().get(index).type().map(this::value));
            }
            case ValueType.OptionType o -> random.nextBoolean() ? Optional.empty() : Optional.ofNullable(value(o.some()));
            case ValueType.ResultType r -> random.nextBoolean() ? new Result.Ok(r.ok().map(this::value)) : new Result.Err(r.error().map(this::value));
            case ValueType.ListType l -> list(l.element());
            case ValueType.StreamType s -> throw new IllegalArgumentException();
            case ValueType.FutureType f -> throw new IllegalArgumentException();
        };
    }

    private Object primitive(ValueType.Primitive type) {
        return switch (type) {
            case BOOL -> random.nextBoolean();
            case S8, U8 -> (byte) random.nextInt();
            case S16, U16 -> (short) random.nextInt();
            case S32, U32 -> random.nextInt();
            case S64, U64 -> random.nextLong();
            case F32 -> Float.intBitsToFloat(random.nextInt(4) == 0 ? 0x7f800000 | random.nextInt() : random.nextInt());
            case F64 -> Double.longBitsToDouble(random.nextInt(4) == 0 ? 0x7ff0000000000000L | random.nextLong() : random.nextLong());
            case CHAR -> random.nextInt(Character.MIN_SURROGATE);
            case STRING -> TEXTS[random.nextInt(TEXTS.length)];
            case ERROR_CONTEXT -> throw new IllegalArgumentException();
        };
    }

    private Object list(ValueType element) {
        int length = random.nextInt(5);
        return element instanceof ValueType.Primitive p ? switch (p) {
            case S8, U8 -> bytes(length);
            case S16, U16 -> new short[length];
            case S32, U32 -> random.ints(length).toArray();
            case S64, U64 -> random.longs(length).toArray();
            case F32 -> new float[] {random.nextFloat(), Float.NaN};
            case F64 -> random.doubles(length).toArray();
            default -> objects(element, length);
        } : objects(element, length);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** May contain null. */
    private List<Object> objects(ValueType element, int length) {
        return IntStream.range(0, length).mapToObj(i -> value(element)).toList();
    }
}
