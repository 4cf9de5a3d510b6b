package dev.gyre.engine.graalwasm.internal.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.WasmOutput;

/**
 * The functions that stand for a module's {@code memory.fill}, {@code memory.copy} and {@code memory.init} whose length is not known
 * to be small: each goes in pieces, so that a loop is there, in which GraalWasm looks whether the guest has to end. What is out of
 * bounds is done in one piece, which traps before it writes anything. Immutable.
 */
final class BulkMemory {
    /** All take two places, or a place and a value, and a length. */
    static final FuncType TYPE = new FuncType(List.of(ValType.I32, ValType.I32, ValType.I32), List.of());
    private static final int INIT = 0xfc0008;
    private static final int COPY = 0xfc000a;
    private static final int FILL = 0xfc000b;
    private static final int I64_LE_U = 0x58;
    private static final int I32_GT_U = 0x4b;
    private static final int I64_ADD = 0x7c;
    private static final int I64_SHL = 0x86;
    private static final int I64_EXTEND_I32_U = 0xad;
    private static final int PAGE_BITS = 16;
    /** Far less work than a deadline is exact to. */
    private static final int PIECE = 1 << 20;
    /** So little that a call would be most of the work. */
    private static final int SHORT = 1 << 12;
    private static final int TARGET = 0;
    private static final int SOURCE = 1;
    private static final int LENGTH = 2;

    /** What one function does. @param index and second as {@link CodeReader} has them */
    private record Operation(int op, int index, int second) {
        static Operation of(CodeReader code) {
            return new Operation(code.op(), code.index(), code.op() == FILL ? 0 : code.second());
        }

        /** The memory that is written to. */
        int memory() {
            return op == INIT ? second : index;
        }
    }

    private final ModuleBinary module;
    private final Map<Operation, Integer> positions = new LinkedHashMap<>();

    private BulkMemory(ModuleBinary module) {
        this.module = module;
    }

    static BulkMemory of(ModuleBinary module) {
        BulkMemory bulk = new BulkMemory(module);
        for (int f = module.importedFunctions(); f < module.functions(); f++) {
            CodeReader code = new CodeReader(module.bytes(), module.body(f).orElseThrow().code());
            for (boolean known = false; code.next(); known = isShort(code)) {
                if (!known && is(code)) {
                    bulk.positions.putIfAbsent(Operation.of(code), bulk.positions.size());
                }
            }
        }
        return bulk;
    }

    private static boolean is(CodeReader code) {
        return code.op() == FILL || code.op() == COPY || code.op() == INIT;
    }

    /** Whether an instruction gives the one that follows it a length so small that it needs no function. */
    static boolean isShort(CodeReader code) {
        return code.op() == Op.I32_CONST && code.value() >= 0 && code.value() <= SHORT;
    }

    /** How many functions there are. */
    int size() {
        return positions.size();
    }

    /** The function that stands for an instruction whose length is not {@link #isShort}, by its place among these. */
    Optional<Integer> position(CodeReader code) {
        return is(code) ? Optional.of(positions.get(Operation.of(code))) : Optional.empty();
    }

    List<byte[]> bodies() {
        List<byte[]> bodies = new ArrayList<>();
        positions.keySet().forEach(operation -> bodies.add(body(operation)));
        return bodies;
    }

    private byte[] body(Operation operation) {
        WasmOutput out = new WasmOutput().u32(0);
        isLong(out).op(Op.IF).u8(Growth.NO_RESULT);
        isWithin(out, TARGET, operation.memory());
        switch (operation.op()) {
            case FILL -> {
                out.op(Op.IF).u8(Growth.NO_RESULT);
                forwards(out, operation).op(Op.END);
            }
            case INIT -> {
                end(out.op(Op.IF).u8(Growth.NO_RESULT), SOURCE).op(Op.I64_CONST).s64(bytes(operation.index())).op(I64_LE_U);
                out.op(Op.IF).u8(Growth.NO_RESULT);
                forwards(out, operation).op(Op.END).op(Op.END);
            }
            default -> {
                isWithin(out.op(Op.IF).u8(Growth.NO_RESULT), SOURCE, operation.second()).op(Op.IF).u8(Growth.NO_RESULT);
                out.op(Op.LOCAL_GET).u32(TARGET).op(Op.LOCAL_GET).u32(SOURCE).op(Op.I32_LE_U).op(Op.IF).u8(Growth.NO_RESULT);
                forwards(out, operation).op(Op.ELSE);
                backwards(out, operation).op(Op.END).op(Op.END).op(Op.END);
            }
        }
        out.op(Op.END);
        out.op(Op.LOCAL_GET).u32(TARGET).op(Op.LOCAL_GET).u32(SOURCE).op(Op.LOCAL_GET).u32(LENGTH);
        return once(out, operation).op(Op.END).toByteArray();
    }

    private long bytes(int segment) {
        return segment < module.data().size() ? module.data().get(segment).data().length() : 0;
    }

    private static WasmOutput isLong(WasmOutput out) {
        return out.op(Op.LOCAL_GET).u32(LENGTH).op(Op.I32_CONST).s32(PIECE).op(I32_GT_U);
    }

    /** Where something ends, as a number of 64 bits, which does not overflow. */
    private static WasmOutput end(WasmOutput out, int start) {
        return out.op(Op.LOCAL_GET).u32(start).op(I64_EXTEND_I32_U).op(Op.LOCAL_GET).u32(LENGTH).op(I64_EXTEND_I32_U).op(I64_ADD);
    }

    private static WasmOutput isWithin(WasmOutput out, int start, int memory) {
        return end(out, start).op(Op.MEMORY_SIZE).u32(memory).op(I64_EXTEND_I32_U).op(Op.I64_CONST).s64(PAGE_BITS).op(I64_SHL).op(I64_LE_U);
    }

    private static WasmOutput forwards(WasmOutput out, Operation operation) {
        out.op(Op.LOOP).u8(Growth.NO_RESULT);
        out.op(Op.LOCAL_GET).u32(TARGET).op(Op.LOCAL_GET).u32(SOURCE).op(Op.I32_CONST).s32(PIECE);
        once(out, operation);
        move(out, TARGET, Op.I32_ADD);
        if (operation.op() != FILL) {
            move(out, SOURCE, Op.I32_ADD);
        }
        move(out, LENGTH, Op.I32_SUB);
        return isLong(out).op(Op.BR_IF).u32(0).op(Op.END);
    }

    private static WasmOutput backwards(WasmOutput out, Operation operation) {
        out.op(Op.LOOP).u8(Growth.NO_RESULT);
        move(out, LENGTH, Op.I32_SUB);
        for (int start : new int[] {TARGET, SOURCE}) {
            out.op(Op.LOCAL_GET).u32(start).op(Op.LOCAL_GET).u32(LENGTH).op(Op.I32_ADD);
        }
        once(out.op(Op.I32_CONST).s32(PIECE), operation);
        return isLong(out).op(Op.BR_IF).u32(0).op(Op.END);
    }

    private static void move(WasmOutput out, int local, int op) {
        out.op(Op.LOCAL_GET).u32(local).op(Op.I32_CONST).s32(PIECE).op(op).op(Op.LOCAL_SET).u32(local);
    }

    private static WasmOutput once(WasmOutput out, Operation operation) {
        out.op(operation.op()).u32(operation.index());
        return operation.op() == FILL ? out : out.u32(operation.second());
    }
}
