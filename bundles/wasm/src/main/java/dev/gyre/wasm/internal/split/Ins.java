package dev.gyre.wasm.internal.split;

import java.util.Objects;

import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;

/** An instruction. Branches name labels, not depths, so that code can be moved. Immutable but for its estimate of size. */
final class Ins {
    /** The call of a part with all that follows from it: no instruction of WebAssembly, but a branch to where the part may go on. */
    static final int PART = -2;
    private static final Label[] NO_LABELS = {};
    private static final byte[] NO_BYTES = {};

    final int op;
    /** As the module has it; made instructions have none. */
    final byte[] bytes;
    final int start;
    final int end;
    /** What it opens, divides or closes; otherwise null. */
    final Label label;
    /** Where it may branch to. */
    final Label[] targets;
    /** A local variable in the numbering of the original function; -1 for other instructions. */
    final int local;
    /** A made constant, the slot of a made global access. */
    final int number;
    final Func callee;
    /** Operands it takes and results it gives; of what opens and closes blocks nothing. */
    final int pops;
    final int pushes;
    /** Bytes of JVM bytecode, roughly, and with what will be inlined. */
    int size;
    int weight;

    private Ins(int op, byte[] bytes, int start, int end, Label label, Label[] targets, int local, int number, Func callee, int pops, int pushes) {
        this.op = op;
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.label = label;
        this.targets = targets;
        this.local = local;
        this.number = number;
        this.callee = callee;
        this.pops = pops;
        this.pushes = pushes;
    }

    static Ins read(int op, byte[] bytes, int start, int end, Label label, Label[] targets, int local, int pops, int pushes) {
        return new Ins(op, bytes, start, end, label, targets == null ? NO_LABELS : targets, local, 0, null, pops, pushes);
    }

    /** The same with other targets. */
    Ins to(Label... others) {
        Ins copy = new Ins(op, bytes, start, end, label, others, local, number, callee, pops, pushes);
        copy.size = size;
        copy.weight = weight;
        return copy;
    }

    private static Ins made(int op, Label label, Label[] targets, int local, int number, Func callee, int pops, int pushes) {
        Ins ins = new Ins(op, NO_BYTES, 0, 0, label, targets, local, number, callee, pops, pushes);
        JvmSize.estimate(ins);
        return ins;
    }

    static Ins open(Label label) {
        return made(label.op, label, NO_LABELS, -1, 0, null, label.op == Op.IF ? 1 : 0, 0);
    }

    static Ins end(Label label) {
        return made(Op.END, label, NO_LABELS, -1, 0, null, 0, 0);
    }

    static Ins branch(int op, Label... targets) {
        return made(op, null, targets, -1, 0, null, op == Op.BR ? 0 : 1, 0);
    }

    static Ins plain(int op, int pops, int pushes) {
        return made(op, null, NO_LABELS, -1, 0, null, pops, pushes);
    }

    static Ins local(int op, int local) {
        return made(op, null, NO_LABELS, local, 0, null, op == Op.LOCAL_GET ? 0 : 1, op == Op.LOCAL_SET ? 0 : 1);
    }

    static Ins constant(int value) {
        return made(Op.I32_CONST, null, NO_LABELS, -1, value, null, 0, 1);
    }

    /** Access to a global that hands values over. */
    static Ins slot(int op, int slot) {
        return made(op, null, NO_LABELS, -1, slot, null, op == Op.GLOBAL_SET ? 1 : 0, op == Op.GLOBAL_GET ? 1 : 0);
    }

    static Ins call(Func callee) {
        return made(Op.CALL, null, NO_LABELS, -1, 0, callee, callee.params.length, callee.results().size());
    }

    static Ins part(Func callee) {
        Label[] targets = callee.outcomes.stream().map(Outcome::target).filter(Objects::nonNull).toArray(Label[]::new);
        return new Ins(PART, NO_BYTES, 0, 0, null, targets, -1, 0, callee, 0, 0);
    }

    boolean isMade() {
        return bytes == NO_BYTES;
    }

    boolean opens() {
        return switch (op) {
            case Op.BLOCK, Op.LOOP, Op.IF, Op.TRY, Op.TRY_TABLE -> true;
            default -> false;
        };
    }

    /** Whether the code behind it is not reached from it. */
    boolean isTerminal() {
        return switch (op) {
            case Op.BR, Op.BR_TABLE, Op.RETURN, Op.UNREACHABLE, Op.THROW, Op.THROW_REF, Op.RETHROW,
                Op.RETURN_CALL, Op.RETURN_CALL_INDIRECT, Op.RETURN_CALL_REF -> true;
            case PART -> !callee.falls();
            default -> false;
        };
    }

    /** Whether an exception may come out of it. */
    boolean canThrow() {
        return switch (op) {
            case PART, Op.CALL, Op.CALL_INDIRECT, Op.CALL_REF, Op.THROW, Op.THROW_REF, Op.RETHROW -> true;
            default -> false;
        };
    }

    boolean isTailCall() {
        return op == Op.RETURN_CALL || op == Op.RETURN_CALL_INDIRECT || op == Op.RETURN_CALL_REF;
    }

    /** Whether its branches can be led to another label whatever that is: not those that carry more than the label takes. */
    boolean hasPlainTargets() {
        return op == Op.BR || op == Op.BR_IF || op == Op.BR_TABLE || op == PART;
    }

    static boolean canTravel(ValType type) {
        return type.hasDefault();
    }
}
