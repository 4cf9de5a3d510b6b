package dev.gyre.wasm;

import java.util.Optional;

import dev.gyre.api.engine.Feature;

/**
 * Numbers of instructions: the opcode's byte, or for those behind a prefix {@code prefix << 16 | number}. What each is made
 * of is in the tables of {@link OpTable}.
 */
public final class Op {
    public static final int UNREACHABLE = 0x00;
    public static final int NOP = 0x01;
    public static final int BLOCK = 0x02;
    public static final int LOOP = 0x03;
    public static final int IF = 0x04;
    public static final int ELSE = 0x05;
    public static final int TRY = 0x06;
    public static final int CATCH = 0x07;
    public static final int THROW = 0x08;
    public static final int RETHROW = 0x09;
    public static final int THROW_REF = 0x0a;
    public static final int END = 0x0b;
    public static final int BR = 0x0c;
    public static final int BR_IF = 0x0d;
    public static final int BR_TABLE = 0x0e;
    public static final int RETURN = 0x0f;
    public static final int CALL = 0x10;
    public static final int CALL_INDIRECT = 0x11;
    public static final int RETURN_CALL = 0x12;
    public static final int RETURN_CALL_INDIRECT = 0x13;
    public static final int CALL_REF = 0x14;
    public static final int RETURN_CALL_REF = 0x15;
    public static final int DELEGATE = 0x18;
    public static final int CATCH_ALL = 0x19;
    public static final int DROP = 0x1a;
    public static final int SELECT = 0x1b;
    public static final int SELECT_TYPED = 0x1c;
    public static final int TRY_TABLE = 0x1f;
    public static final int LOCAL_GET = 0x20;
    public static final int LOCAL_SET = 0x21;
    public static final int LOCAL_TEE = 0x22;
    public static final int GLOBAL_GET = 0x23;
    public static final int GLOBAL_SET = 0x24;
    public static final int TABLE_GET = 0x25;
    public static final int TABLE_SET = 0x26;
    public static final int I32_LOAD = 0x28;
    public static final int I32_STORE = 0x36;
    public static final int I32_STORE8 = 0x3a;
    public static final int I32_STORE16 = 0x3b;
    public static final int I64_STORE32 = 0x3e;
    public static final int MEMORY_SIZE = 0x3f;
    public static final int MEMORY_GROW = 0x40;
    public static final int I32_CONST = 0x41;
    public static final int I64_CONST = 0x42;
    public static final int F32_CONST = 0x43;
    public static final int F64_CONST = 0x44;
    public static final int I32_EQZ = 0x45;
    public static final int I32_EQ = 0x46;
    public static final int I32_LT_S = 0x48;
    public static final int I32_LE_U = 0x4d;
    public static final int I32_ADD = 0x6a;
    public static final int I32_SUB = 0x6b;
    public static final int REF_NULL = 0xd0;
    public static final int REF_FUNC = 0xd2;
    public static final int BR_ON_NULL = 0xd5;
    public static final int BR_ON_NON_NULL = 0xd6;
    public static final int BR_ON_CAST = 0xfb0018;
    public static final int BR_ON_CAST_FAIL = 0xfb0019;

    private Op() {
    }

    /** Whether there is such an instruction. */
    public static boolean known(int op) {
        return OpTable.immediates(op) != 0;
    }

    /**
     * What it takes from and gives to the operand stack, such as {@code "iil>i"} of {@code memory.atomic.wait32}: i, l, f, d
     * and v for numbers and vectors, r for any reference. Nothing where that depends on types or the place.
     */
    public static Optional<String> signature(int op) {
        return Optional.ofNullable(OpTable.signature(op));
    }

    /** The feature an instruction belongs to; nothing for those of the 2017 core. Memory or block types may ask for more. */
    public static Optional<Feature> feature(int op) {
        return Optional.ofNullable(switch (op >> 16) {
            case 0xfb -> Feature.GC;
            case 0xfc -> (op & 0xffff) < 8 ? Feature.SATURATING_TRUNCATION : (op & 0xffff) < 15 ? Feature.BULK_MEMORY : Feature.REFERENCE_TYPES;
            case 0xfd -> (op & 0xffff) < 0x100 ? Feature.SIMD : Feature.RELAXED_SIMD;
            case 0xfe -> Feature.THREADS;
            default -> ofByte(op);
        });
    }

    private static Feature ofByte(int op) {
        return switch (op) {
            case TRY, CATCH, RETHROW, DELEGATE, CATCH_ALL -> Feature.LEGACY_EXCEPTIONS;
            case THROW, THROW_REF, TRY_TABLE -> Feature.EXCEPTIONS;
            case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> Feature.TAIL_CALLS;
            case CALL_REF, 0xd4, BR_ON_NULL, BR_ON_NON_NULL -> Feature.FUNCTION_REFERENCES;
            case SELECT_TYPED, TABLE_GET, TABLE_SET, REF_NULL, 0xd1, REF_FUNC -> Feature.REFERENCE_TYPES;
            case 0xc0, 0xc1, 0xc2, 0xc3, 0xc4 -> Feature.SIGN_EXTENSION;
            case 0xd3 -> Feature.GC;
            default -> null;
        };
    }

    /** In hexadecimal, the prefix first: {@code 0xfd 0x0c}. */
    public static String toString(int op) {
        return op > 0xff ? String.format("0x%02x 0x%02x", op >> 16, op & 0xffff) : String.format("0x%02x", op);
    }
}
