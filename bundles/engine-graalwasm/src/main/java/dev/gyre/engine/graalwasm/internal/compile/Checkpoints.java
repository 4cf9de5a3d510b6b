package dev.gyre.engine.graalwasm.internal.compile;

import java.util.function.Predicate;

import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.Op;

/**
 * Where code without loops and calls has to look whether its event is to end: before what may take long by itself, and after many
 * instructions. To be asked for each instruction of one function in turn.
 */
final class Checkpoints implements Predicate<CodeReader> {
    /** A loop that does nothing: GraalWasm looks when one begins, in interpreted code; what is compiled runs short of these soon. */
    static final byte[] CODE = {Op.LOOP, Growth.NO_RESULT, Op.END};
    /** Far less work than a deadline is exact to, interpreted too. */
    private static final int MAX_INSTRUCTIONS = 1000;
    private static final int TABLE_INIT = 0xfc000c;
    private static final int TABLE_COPY = 0xfc000e;
    private static final int TABLE_FILL = 0xfc0011;

    private int instructions;

    @Override
    public boolean test(CodeReader code) {
        instructions++;
        boolean is = instructions > MAX_INSTRUCTIONS || takesLong(code.op());
        if (is || code.op() == Op.LOOP) {
            instructions = 0;
        }
        return is;
    }

    /** What writes to memories, or grows something, becomes a call. */
    private static boolean takesLong(int op) {
        return op == TABLE_INIT || op == TABLE_COPY || op == TABLE_FILL;
    }
}
