package dev.gyre.wasm;

import java.util.Arrays;

/**
 * Steps through a function's instructions, or an expression's. After {@link #next} the fields tell of one instruction; what
 * its kind does not have keeps no meaningful value. It checks how instructions are encoded and nested, not their types.
 * For one thread at a time.
 */
public final class CodeReader {
    /** Of a block: no parameters and results. */
    public static final long EMPTY_TYPE = -64;
    private static final int EMPTY = 0x40;
    private static final int MEMORY_INDEX_FOLLOWS = 0x40;

    private final byte[] bytes;
    private final WasmInput in;
    private int op;
    private int start;
    private int depth;
    private long value;
    private int index;
    private int second;
    private int align;
    private ValType type;
    private int[] labels = new int[8];
    private int labelCount;

    /** @param code ends with the {@code end} that closes it */
    public CodeReader(byte[] wasm, Span code) {
        this(wasm, code, "code section");
    }

    CodeReader(byte[] wasm, Span code, String where) {
        this.bytes = wasm;
        this.in = new WasmInput(wasm, code.start(), code.end(), where);
    }

    /** Goes to the next instruction. False behind the last {@code end}. @throws MalformedModuleException */
    public boolean next() {
        if (depth < 0) {
            if (in.hasMore()) {
                throw in.damaged("bytes follow the end of the code");
            }
            return false;
        }
        start = in.position();
        op = in.u8();
        if (op >= 0xfb) {
            int sub = in.u32();
            op = op << 16 | Math.min(sub, 0xffff);
        }
        if (op == Op.END || op == Op.DELEGATE) {
            depth--;
        } else if (op == Op.BLOCK || op == Op.LOOP || op == Op.IF || op == Op.TRY || op == Op.TRY_TABLE) {
            depth++;
        }
        labelCount = 0;
        immediates(OpTable.immediates(op));
        return true;
    }

    private void immediates(char kind) {
        switch (kind) {
            case OpTable.NONE -> { }
            case OpTable.INDEX -> index = in.u32();
            case OpTable.S32 -> value = in.s32();
            case OpTable.MEMORY -> memory();
            case OpTable.BLOCK_TYPE -> blockType();
            case OpTable.INDEX_2 -> {
                index = in.u32();
                second = in.u32();
            }
            case OpTable.BR_TABLE -> {
                int count = in.count();
                for (int i = 0; i <= count; i++) {
                    addLabel(in.u32());
                }
            }
            case OpTable.MEMORY_LANE -> {
                memory();
                in.u8();
            }
            case OpTable.BYTE -> index = in.u8();
            case OpTable.S64 -> value = in.s64();
            case OpTable.BYTES_4 -> value = fixed(4);
            case OpTable.BYTES_8 -> value = fixed(8);
            case OpTable.BYTES_16 -> in.skip(16);
            case OpTable.TYPES -> {
                int count = in.count();
                type = ValType.I32;
                for (int i = 0; i < count; i++) {
                    type = ValType.read(in);
                }
            }
            case OpTable.HEAP_TYPE -> value = ValType.heapType(in);
            case OpTable.TRY_TABLE -> tryTable();
            case OpTable.CAST -> {
                in.u8();
                index = in.u32();
                ValType.heapType(in);
                ValType.heapType(in);
            }
            default -> {
                throw new MalformedModuleException("instruction " + Op.toString(op) + " is not known", "code section", start);
            }
        }
    }

    private void memory() {
        align = in.u32();
        index = 0;
        if ((align & MEMORY_INDEX_FOLLOWS) != 0) {
            align &= ~MEMORY_INDEX_FOLLOWS;
            index = in.u32();
        }
        value = in.u64();
    }

    private void blockType() {
        int b = in.peek();
        if (b == EMPTY) {
            in.u8();
            value = EMPTY_TYPE;
        } else if (b > EMPTY && b < 0x80) {
            type = ValType.read(in);
            value = b - 0x80;
        } else {
            value = in.s33();
            if (value < 0 || value > Integer.MAX_VALUE) {
                throw in.damaged(value + " is no block type");
            }
        }
    }

    private void tryTable() {
        blockType();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            int kind = in.u8();
            if (kind > 3) {
                throw in.damaged(kind + " is no kind of catch");
            }
            if (kind < 2) {
                in.u32();
            }
            addLabel(in.u32());
        }
    }

    private long fixed(int length) {
        long bits = 0;
        for (int i = 0; i < length; i++) {
            bits |= (long) in.u8() << 8 * i;
        }
        return bits;
    }

    private void addLabel(int label) {
        if (labelCount == labels.length) {
            labels = Arrays.copyOf(labels, 2 * labelCount);
        }
        labels[labelCount++] = label;
    }

    /** The instruction as {@link Op} numbers it. */
    public int op() {
        return op;
    }

    /** Where it begins in the module. */
    public int start() {
        return start;
    }

    /** Behind its last byte. */
    public int end() {
        return in.position();
    }

    /** How many blocks are open behind it; the code itself is none. -1 behind the last {@code end}. */
    public int depth() {
        return depth;
    }

    /** Of a function, local, global, table, data segment, type, tag, memory or label; its first where it has two. */
    public int index() {
        return index;
    }

    /** The table of {@code call_indirect}, the source of copies, and other second indices. */
    public int second() {
        return second;
    }

    /** A constant's bits, a memory access's offset, a heap type, or a block's type: negative or a type's index. */
    public long value() {
        return value;
    }

    /** The exponent of a memory access's alignment. */
    public int align() {
        return align;
    }

    /** The result of a block whose {@link #value} is negative and not {@link #EMPTY_TYPE}, or what {@code select} is for. */
    public ValType type() {
        return type;
    }

    /** How many labels a {@code br_table} or {@code try_table} has; the default of the first is its last. */
    public int labels() {
        return labelCount;
    }

    public int label(int i) {
        return labels[i];
    }
}
