package dev.gyre.engine.graalwasm.internal.compile;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import dev.gyre.wasm.CodeBody;
import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.Op;

/**
 * Which functions count what they take of the stack, and how much that is at most. Those that call nothing do not, nor those
 * all of whose calls end soon: what they take has room in {@link #UNCOUNTED} bytes. Immutable.
 */
final class StackUse {
    /** What functions that are not counted take together, from where one is called that is. */
    static final int UNCOUNTED = 64 << 10;
    /** A call in Truffle's interpreter, whose Java frames have no part that depends on the function: 2834 bytes seen, before HotSpot compiled any. */
    private static final int FRAME = 3328;
    /** A function that loops long goes on in compiled code, on top of its frames. */
    private static final int LOOP = 2048;
    /** What lies between a guest and the guest function that a host function calls. */
    private static final int HOST = 8 << 10;
    /** Of compiled code, where it does not fit into registers. */
    private static final int VALUE = 8;
    private static final int MAX_VALUES = 1000;

    private final int imported;
    private final int[] bytes;
    private final boolean[] counted;
    private final boolean none;

    private StackUse(int imported, int[] bytes, boolean[] counted, boolean none) {
        this.imported = imported;
        this.bytes = bytes;
        this.counted = counted;
        this.none = none;
    }

    static StackUse of(ModuleBinary module) {
        return new Analysis(module).result();
    }

    /** Whether no function counts. */
    boolean isNone() {
        return none;
    }

    /** Whether a function with a body counts what it takes. */
    boolean counts(int function) {
        return counted[function - imported];
    }

    /** How many bytes a call of a function with a body takes. */
    int bytes(int function) {
        return bytes[function - imported];
    }

    /** Functions are settled callees first; what is left calls itself in some way, or what is not known. */
    private static final class Analysis {
        private final int imported;
        private final int own;
        private final int[] bytes;
        /** Direct calls of functions with bodies, by callee: caller of the call, and the callee's call before it plus one. */
        private int[] callers = new int[64];
        private int[] before = new int[64];
        private final int[] last;
        private int calls;
        /** Calls whose callee is not settled; more than there are where one never will be. */
        private final int[] open;
        /** What a call takes with all it calls. */
        private final int[] whole;

        Analysis(ModuleBinary module) {
            imported = module.importedFunctions();
            own = module.functions() - imported;
            bytes = new int[own];
            last = new int[own];
            open = new int[own];
            whole = new int[own];
            for (int f = 0; f < own; f++) {
                scan(module, f);
            }
        }

        private void scan(ModuleBinary module, int f) {
            CodeBody body = module.body(imported + f).orElseThrow();
            long values = body.localsWith(module.typeOf(imported + f).map(t -> t.params().size()).orElse(0));
            bytes[f] = FRAME + VALUE * (int) Math.min(values, MAX_VALUES);
            boolean loops = false;
            boolean asksHost = false;
            CodeReader code = new CodeReader(module.bytes(), body.code());
            while (code.next()) {
                switch (code.op()) {
                    case Op.LOOP -> loops = true;
                    case Op.CALL, Op.RETURN_CALL -> {
                        if (code.index() < imported) {
                            asksHost = true;
                        } else if (code.index() < imported + own) {
                            add(f, code.index() - imported);
                        }
                    }
                    case Op.CALL_INDIRECT, Op.CALL_REF, Op.RETURN_CALL_INDIRECT, Op.RETURN_CALL_REF -> open[f]++;
                    default -> { }
                }
            }
            bytes[f] += (loops ? LOOP : 0) + (asksHost ? HOST : 0);
            open[f] += asksHost ? 1 : 0;
        }

        private void add(int caller, int callee) {
            if (calls == callers.length) {
                callers = Arrays.copyOf(callers, 2 * calls);
                before = Arrays.copyOf(before, 2 * calls);
            }
            callers[calls] = caller;
            before[calls] = last[callee];
            last[callee] = ++calls;
            open[caller]++;
        }

        StackUse result() {
            boolean[] counted = new boolean[own];
            Arrays.fill(counted, true);
            int counting = own;
            Deque<Integer> settled = new ArrayDeque<>();
            for (int f = 0; f < own; f++) {
                if (open[f] == 0) {
                    settled.add(f);
                }
            }
            while (!settled.isEmpty()) {
                int f = settled.remove();
                whole[f] += bytes[f];
                if (whole[f] > UNCOUNTED) {
                    continue;
                }
                counted[f] = false;
                counting--;
                for (int call = last[f]; call != 0; call = before[call - 1]) {
                    int caller = callers[call - 1];
                    whole[caller] = Math.max(whole[caller], whole[f]);
                    if (--open[caller] == 0) {
                        settled.add(caller);
                    }
                }
            }
            return new StackUse(imported, bytes, counted, counting == 0);
        }
    }
}
