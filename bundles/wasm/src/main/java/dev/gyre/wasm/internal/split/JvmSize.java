package dev.gyre.wasm.internal.split;

import java.util.List;
import java.util.function.ToLongFunction;

import dev.gyre.wasm.Op;

/**
 * Estimates what Chicory 1.7.5's compiler makes of an instruction. Its functions take memory and instance behind the
 * parameters; most instructions are a JVM instruction or a call of a static helper.
 *
 * @param frame  bytes of JVM bytecode for the first values of local variables
 * @param bytes  of all of it
 * @param weight of all of it, with what will be inlined
 */
record JvmSize(int frame, int bytes, int weight) {
    private static final int CALL = 3;
    private static final int LOCAL = 2;
    private static final int CHECK = 3;
    /** What C2 inlines for an access to memory, and for a comparison or another helper. */
    private static final int INLINED_LOAD = 18;
    private static final int INLINED_STORE = 34;
    private static final int INLINED_HELPER = 5;

    /** What a function takes. */
    static JvmSize of(Func func) {
        List<Ins> code = Lowering.of(func, new Slots());
        int frame = frame(func, code);
        return new JvmSize(frame, frame + sum(code, i -> i.size), frame + sum(code, i -> i.weight));
    }

    /** The call of a part, with what it takes where it is made first. */
    static Ins ofCall(Func caller, Func part) {
        Ins call = Ins.part(part);
        List<Ins> code = Lowering.ofCall(caller, part, new Slots());
        call.size = sum(code, i -> i.size);
        call.weight = sum(code, i -> i.weight);
        return call;
    }

    private static int sum(List<Ins> code, ToLongFunction<Ins> of) {
        return (int) Math.min(code.stream().mapToLong(of).sum(), Integer.MAX_VALUE / 2);
    }

    private static int frame(Func func, List<Ins> code) {
        boolean[] used = new boolean[func.root.locals.size()];
        for (Ins ins : code) {
            if (ins.local >= 0) {
                used[ins.local] = true;
            }
        }
        for (int param : func.params) {
            used[param] = false;
        }
        int size = 0;
        for (boolean u : used) {
            size += u ? 3 : 0;
        }
        return size;
    }

    /** Sets an instruction's estimates. Needs its constant for made and read instructions alike. */
    static void estimate(Ins ins) {
        estimate(ins, ins.number, 1);
    }

    /** @param value its constant or offset */
    static void estimate(Ins ins, long value, int results) {
        int op = ins.op;
        int inlined = 0;
        int size = switch (op) {
            case Op.LOCAL_GET, Op.LOCAL_SET -> LOCAL;
            case Op.LOCAL_TEE -> LOCAL + 1;
            case Op.I32_CONST -> constant(value);
            case Op.I64_CONST -> value == 0 || value == 1 ? 1 : 3;
            case Op.F32_CONST, Op.F64_CONST -> value == 0 ? 1 : 3;
            case Op.GLOBAL_GET -> LOCAL + CALL;
            case Op.GLOBAL_SET -> LOCAL + CALL + 1;
            case Op.CALL, Op.RETURN_CALL -> 2 * LOCAL + CALL + (results > 1 ? 6 * results : 0);
            case Op.CALL_INDIRECT, Op.RETURN_CALL_INDIRECT, Op.CALL_REF, Op.RETURN_CALL_REF -> 2 * LOCAL + CALL + 2 + (results > 1 ? 6 * results : 0);
            case Op.BR -> branch(ins.targets[0]);
            case Op.BR_IF -> ins.targets[0].op == Op.LOOP ? 9 : 3;
            case Op.BR_TABLE -> 15 + 4 * ins.targets.length;
            case Op.IF, Op.ELSE -> 3;
            case Op.BLOCK, Op.LOOP, Op.END, Op.NOP -> 0;
            case Op.RETURN, Op.DROP -> 1;
            case Op.UNREACHABLE -> 7;
            case Op.SELECT, Op.SELECT_TYPED -> 6;
            case Op.TRY, Op.TRY_TABLE, Op.CATCH, Op.CATCH_ALL, Op.THROW -> 30;
            default -> {
                if (op >= Op.I32_LOAD && op <= Op.I64_STORE32) {
                    inlined = op < Op.I32_STORE ? INLINED_LOAD : INLINED_STORE;
                    yield (value == 0 ? 0 : constant(value)) + LOCAL + CALL;
                }
                int numeric = numeric(op);
                if (numeric >= CALL) {
                    inlined = INLINED_HELPER;
                }
                yield numeric;
            }
        };
        ins.size = size;
        ins.weight = size + inlined;
    }

    private static int branch(Label target) {
        return target.op == Op.LOOP ? 3 + CHECK : 3;
    }

    private static int constant(long value) {
        return value >= -1 && value <= 5 ? 1 : value == (byte) value ? 2 : 3;
    }

    /** Arithmetic: one JVM instruction, or a helper where the JVM has none that does the same. */
    private static int numeric(int op) {
        return switch (op) {
            case 0x6a, 0x6b, 0x6c, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x7c, 0x7d, 0x7e, 0x83, 0x84, 0x85, 0x92, 0x93, 0x94, 0x95,
                0xa0, 0xa1, 0xa2, 0xa3, 0xa7, 0xac, 0xb6, 0xbb, 0xb2, 0xb7, 0xb9, 0x8c, 0x9a -> 1;
            case 0x86, 0x87, 0x88, 0xc0, 0xc1 -> 2;
            default -> op <= 0xff ? CALL : 8;
        };
    }
}
