package dev.gyre.engine.kit.generate;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.gyre.api.engine.ValueType;

/** Opcodes by what they take and give (core specification, 5.4). */
final class Ops {
    static final int UNREACHABLE = 0x00;
    static final int NOP = 0x01;
    static final int BLOCK = 0x02;
    static final int LOOP = 0x03;
    static final int IF = 0x04;
    static final int ELSE = 0x05;
    static final int END = 0x0b;
    static final int BR = 0x0c;
    static final int BR_IF = 0x0d;
    static final int BR_TABLE = 0x0e;
    static final int RETURN = 0x0f;
    static final int CALL = 0x10;
    static final int CALL_INDIRECT = 0x11;
    static final int DROP = 0x1a;
    static final int SELECT = 0x1b;
    static final int LOCAL_GET = 0x20;
    static final int LOCAL_SET = 0x21;
    static final int LOCAL_TEE = 0x22;
    static final int GLOBAL_GET = 0x23;
    static final int GLOBAL_SET = 0x24;
    static final int TABLE_GET = 0x25;
    static final int TABLE_SET = 0x26;
    static final int MEMORY_SIZE = 0x3f;
    static final int MEMORY_GROW = 0x40;
    static final int I32_EQZ = 0x45;
    static final int I64_EQZ = 0x50;
    static final int I32_ADD = 0x6a;
    static final int I32_SUB = 0x6b;
    static final int I32_AND = 0x71;
    static final int I32_OR = 0x72;
    static final int I64_OR = 0x84;
    private static final int F32_COPYSIGN = 0x98;
    private static final int F32_CONVERT_I64_U = 0xb5;
    static final int REF_NULL = 0xd0;
    static final int REF_IS_NULL = 0xd1;
    static final int REF_FUNC = 0xd2;
    static final int PREFIX = 0xfc;
    static final int VOID = 0x40;

    /**
     * An operator.
     *
     * @param nan whether the bits of a NaN it gives are up to the engine
     */
    record Op(List<ValueType> takes, boolean nan, int... code) {
    }

    private static final ValueType I = ValueType.I32;
    private static final ValueType L = ValueType.I64;
    private static final ValueType F = ValueType.F32;
    private static final ValueType D = ValueType.F64;

    /** Division and remainder, which trap on 0. */
    static final Map<ValueType, int[]> DIVISIONS = Map.of(I, new int[] {0x6d, 0x6e, 0x6f, 0x70}, L, new int[] {0x7f, 0x80, 0x81, 0x82});
    /** Truncations that trap, by result. */
    static final Map<ValueType, List<Op>> TRUNCATIONS = Map.of(
            I, List.of(op(F, 0xa8), op(F, 0xa9), op(D, 0xaa), op(D, 0xab)),
            L, List.of(op(F, 0xae), op(F, 0xaf), op(D, 0xb0), op(D, 0xb1)));
    static final Map<ValueType, int[]> LOADS = Map.of(I, new int[] {0x28, 0x2c, 0x2d, 0x2e, 0x2f},
            L, new int[] {0x29, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35}, F, new int[] {0x2a}, D, new int[] {0x2b});
    static final Map<ValueType, int[]> STORES = Map.of(I, new int[] {0x36, 0x3a, 0x3b}, L, new int[] {0x37, 0x3c, 0x3d, 0x3e},
            F, new int[] {0x38}, D, new int[] {0x39});

    /** What never traps, by result. */
    private static final Map<ValueType, List<Op>> TOTAL = Map.of(
            I, all(range(I, 1, 0x67, 0x69), range(I, 1, 0x45, 0x45), range(I, 1, 0xc0, 0xc1), range(I, 2, 0x6a, 0x6c), range(I, 2, 0x71, 0x78),
                    range(I, 2, 0x46, 0x4f), range(L, 1, 0x50, 0x50), range(L, 2, 0x51, 0x5a), range(F, 2, 0x5b, 0x60), range(D, 2, 0x61, 0x66),
                    range(L, 1, 0xa7, 0xa7), range(F, 1, 0xbc, 0xbc), saturating(F, 0, 1), saturating(D, 2, 3)),
            L, all(range(L, 1, 0x79, 0x7b), range(L, 1, 0xc2, 0xc4), range(L, 2, 0x7c, 0x7e), range(L, 2, 0x83, 0x8a), range(I, 1, 0xac, 0xad),
                    range(D, 1, 0xbd, 0xbd), saturating(F, 4, 5), saturating(D, 6, 7)),
            F, all(range(F, 1, 0x8b, 0x8c), nans(F, 1, 0x8d, 0x91), nans(F, 2, 0x92, 0x97), range(F, 2, 0x98, 0x98), range(I, 1, 0xb2, 0xb3),
                    range(L, 1, 0xb4, 0xb5), nans(D, 1, 0xb6, 0xb6), range(I, 1, 0xbe, 0xbe)),
            D, all(range(D, 1, 0x99, 0x9a), nans(D, 1, 0x9b, 0x9f), nans(D, 2, 0xa0, 0xa5), range(D, 2, 0xa6, 0xa6), range(I, 1, 0xb7, 0xb8),
                    range(L, 1, 0xb9, 0xba), nans(F, 1, 0xbb, 0xbb), range(L, 1, 0xbf, 0xbf)));

    private static final Map<ValueType, List<Op>> TOTAL_INTERPRETED = TOTAL.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
            e -> e.getValue().stream().filter(op -> op.code[0] != F32_COPYSIGN && op.code[0] != F32_CONVERT_I64_U).toList()));

    private Ops() {
    }

    /** What never traps and gives that. */
    static List<Op> total(ValueType result, Dialect dialect) {
        return (dialect == Dialect.INTERPRETED ? TOTAL_INTERPRETED : TOTAL).get(result);
    }

    private static Op op(ValueType takes, int... code) {
        return new Op(List.of(takes), false, code);
    }

    private static List<Op> range(ValueType takes, int operands, int from, int to) {
        return ops(takes, operands, from, to, false);
    }

    private static List<Op> nans(ValueType takes, int operands, int from, int to) {
        return ops(takes, operands, from, to, true);
    }

    private static List<Op> ops(ValueType takes, int operands, int from, int to, boolean nan) {
        return IntStream.rangeClosed(from, to).mapToObj(c -> new Op(Collections.nCopies(operands, takes), nan, c)).toList();
    }

    private static List<Op> saturating(ValueType takes, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(c -> op(takes, PREFIX, c)).toList();
    }

    @SafeVarargs
    private static List<Op> all(List<Op>... groups) {
        return Arrays.stream(groups).flatMap(List::stream).toList();
    }
}
