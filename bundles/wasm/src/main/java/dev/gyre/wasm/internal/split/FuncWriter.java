package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.WasmInput;
import dev.gyre.wasm.WasmOutput;

/** Writes a function's body. For one thread. */
final class FuncWriter {
    private final Func func;
    private final List<Ins> code;
    private final TypeTable types;
    private final int firstSlot;
    private final int[] numbers;
    private final WasmOutput out = new WasmOutput();
    private int depth;

    /**
     * @param code      the function's, lowered
     * @param firstSlot the index of the first global that hands over values
     */
    FuncWriter(Func func, List<Ins> code, TypeTable types, int firstSlot) {
        this.func = func;
        this.code = code;
        this.types = types;
        this.firstSlot = firstSlot;
        this.numbers = new int[func.root.locals.size()];
    }

    byte[] write() {
        locals();
        func.body.depth = 0;
        for (Ins ins : code) {
            instruction(ins);
        }
        out.op(Op.END);
        return out.toByteArray();
    }

    /** Those it uses, in runs of one type. */
    private void locals() {
        Arrays.fill(numbers, -1);
        int next = 0;
        for (int param : func.params) {
            numbers[param] = next++;
        }
        boolean[] used = new boolean[numbers.length];
        for (Ins ins : code) {
            if (ins.local >= 0 && numbers[ins.local] < 0) {
                used[ins.local] = true;
            }
        }
        List<ValType> runTypes = new ArrayList<>();
        List<Integer> runCounts = new ArrayList<>();
        for (int local = 0; local < used.length; local++) {
            if (used[local]) {
                ValType type = func.root.locals.get(local);
                numbers[local] = next++;
                if (!runTypes.isEmpty() && runTypes.getLast().equals(type)) {
                    runCounts.set(runCounts.size() - 1, runCounts.getLast() + 1);
                } else {
                    runTypes.add(type);
                    runCounts.add(1);
                }
            }
        }
        out.u32(runTypes.size());
        for (int i = 0; i < runTypes.size(); i++) {
            out.u32(runCounts.get(i));
            runTypes.get(i).write(out);
        }
    }

    private void instruction(Ins ins) {
        if (ins.local >= 0) {
            out.op(ins.op).u32(numbers[ins.local]);
        } else if (ins.isMade()) {
            made(ins);
        } else if (ins.op == Op.TRY_TABLE) {
            tryTable(ins);
        } else if (ins.targets.length > 0) {
            branch(ins);
        } else {
            out.bytes(ins.bytes, ins.start, ins.end);
        }
        if (ins.opens()) {
            ins.label.depth = ++depth;
        } else if (ins.op == Op.END || ins.op == Op.DELEGATE) {
            depth--;
        }
    }

    private void made(Ins ins) {
        switch (ins.op) {
            case Op.BLOCK, Op.LOOP, Op.IF -> {
                out.op(ins.op);
                types.writeBlockType(out, ins.label.results);
            }
            case Op.I32_CONST -> out.op(ins.op).s32(ins.number);
            case Op.GLOBAL_GET, Op.GLOBAL_SET -> out.op(ins.op).u32(firstSlot + ins.number);
            case Op.CALL -> out.op(ins.op).u32(ins.callee.index);
            case Op.BR, Op.BR_IF, Op.BR_TABLE -> branch(ins);
            default -> out.op(ins.op);
        }
    }

    private void branch(Ins ins) {
        out.op(ins.op);
        if (ins.op == Op.BR_TABLE) {
            out.u32(ins.targets.length - 1);
            for (Label target : ins.targets) {
                out.u32(depth - target.depth);
            }
        } else if (ins.op == Op.BR_ON_CAST || ins.op == Op.BR_ON_CAST_FAIL) {
            WasmInput in = immediates(ins);
            out.u8(in.u8()).u32(depth - ins.targets[0].depth);
            in.u32();
            out.bytes(ins.bytes, in.position(), ins.end);
        } else {
            // a block that delegates is closed before its label is counted
            out.u32(depth - (ins.op == Op.DELEGATE ? 1 : 0) - ins.targets[0].depth);
        }
    }

    private void tryTable(Ins ins) {
        WasmInput in = immediates(ins);
        int start = in.position();
        int type = in.peek();
        if (type == ValType.REF || type == ValType.REF_NULL) {
            ValType.read(in);
        } else {
            in.s33();
        }
        out.op(ins.op).bytes(ins.bytes, start, in.position());
        int count = in.u32();
        out.u32(count);
        for (int i = 0; i < count; i++) {
            int kind = in.u8();
            out.u8(kind);
            if (kind < 2) {
                out.u32(in.u32());
            }
            in.u32();
            out.u32(depth - ins.targets[i].depth);
        }
    }

    /** Behind the opcode. */
    private static WasmInput immediates(Ins ins) {
        WasmInput in = new WasmInput(ins.bytes, ins.start, ins.end, "code section");
        if (in.u8() >= 0xfb) {
            in.u32();
        }
        return in;
    }
}
