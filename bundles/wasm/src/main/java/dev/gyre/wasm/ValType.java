package dev.gyre.wasm;

/**
 * A value's type (core specification, 5.3), or a field's packed one.
 *
 * @param code its first byte
 * @param heap of {@code ref} types the heap type: a type's index, or negative for an abstract one; otherwise 0
 */
public record ValType(int code, long heap) {
    public static final int REF_NULL = 0x63;
    public static final int REF = 0x64;
    public static final ValType I32 = new ValType(0x7f, 0);
    public static final ValType I64 = new ValType(0x7e, 0);
    public static final ValType F32 = new ValType(0x7d, 0);
    public static final ValType F64 = new ValType(0x7c, 0);
    public static final ValType V128 = new ValType(0x7b, 0);
    public static final ValType I8 = new ValType(0x78, 0);
    public static final ValType I16 = new ValType(0x77, 0);
    public static final ValType FUNCREF = new ValType(0x70, 0);
    public static final ValType EXTERNREF = new ValType(0x6f, 0);
    private static final int LOWEST_ABSTRACT = 0x68;
    private static final int HIGHEST_ABSTRACT = 0x74;

    /** Reads a value type. */
    public static ValType read(WasmInput in) {
        int code = in.u8();
        return switch (code) {
            case 0x7f -> I32;
            case 0x7e -> I64;
            case 0x7d -> F32;
            case 0x7c -> F64;
            case 0x7b -> V128;
            case 0x70 -> FUNCREF;
            case 0x6f -> EXTERNREF;
            case REF_NULL, REF -> new ValType(code, heapType(in));
            default -> {
                if (code < LOWEST_ABSTRACT || code > HIGHEST_ABSTRACT) {
                    throw in.damaged("0x" + Integer.toHexString(code) + " is no value type");
                }
                yield new ValType(code, 0);
            }
        };
    }

    /** Reads the type of a struct's or array's field, which may be packed. */
    static ValType readStorage(WasmInput in) {
        return switch (in.peek()) {
            case 0x78 -> {
                in.u8();
                yield I8;
            }
            case 0x77 -> {
                in.u8();
                yield I16;
            }
            default -> read(in);
        };
    }

    static long heapType(WasmInput in) {
        long heap = in.s33();
        if (heap < 0 && (heap < LOWEST_ABSTRACT - 0x80 || heap > HIGHEST_ABSTRACT - 0x80) || heap > Integer.MAX_VALUE) {
            throw in.damaged(heap + " is no heap type");
        }
        return heap;
    }

    public boolean isReference() {
        return code < 0x77;
    }

    /** Whether a local of this type starts with a value of its own: all do but references that cannot be null. */
    public boolean hasDefault() {
        return code != REF;
    }

    /** A type in the terms of a heap type: {@code funcref} is {@code ref null func}. Of references only. */
    public long heapType() {
        return code == REF || code == REF_NULL ? heap : code - 0x80;
    }

    public void write(WasmOutput out) {
        out.u8(code);
        if (code == REF || code == REF_NULL) {
            out.s64(heap);
        }
    }

    @Override
    public String toString() {
        return switch (code) {
            case 0x7f -> "i32";
            case 0x7e -> "i64";
            case 0x7d -> "f32";
            case 0x7c -> "f64";
            case 0x7b -> "v128";
            case 0x78 -> "i8";
            case 0x77 -> "i16";
            case 0x70 -> "funcref";
            case 0x6f -> "externref";
            case 0x69 -> "exnref";
            default -> "ref";
        };
    }
}
