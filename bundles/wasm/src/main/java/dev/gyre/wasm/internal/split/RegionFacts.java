package dev.gyre.wasm.internal.split;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.gyre.wasm.Op;

/** What a region that grows instruction by instruction reads, changes and branches to. For one thread. */
final class RegionFacts {
    private static final int LEAST_PARTS = 3;

    private final Func func;
    private final int from;
    /** Locals that handlers around it read, or null. */
    private final long[] handled;
    private final long[] used;
    private final long[] changed;
    private int parts;
    private long own;
    private final Set<Label> exits = new LinkedHashSet<>();
    private long[] in = {};
    private long[] out = {};

    RegionFacts(Func func, int from, long[] handled) {
        this.func = func;
        this.from = from;
        this.handled = handled;
        this.used = new long[func.root.words()];
        this.changed = new long[func.root.words()];
    }

    /** False when no region with this instruction can become a function. */
    boolean add(Ins ins) {
        own += ins.op == Ins.PART ? 0 : ins.weight;
        switch (ins.op) {
            case Op.LOCAL_GET -> Bits.add(used, ins.local);
            case Op.LOCAL_SET, Op.LOCAL_TEE -> Bits.add(changed, ins.local);
            case Op.RETURN -> exits.add(func.root.body);
            case Ins.PART -> {
                parts++;
                for (int param : ins.callee.params) {
                    Bits.add(used, param);
                }
                ins.callee.outcomes.forEach(o -> o.writes().forEach(w -> Bits.add(changed, w)));
            }
            default -> {
                if (ins.isTailCall()) {
                    return false;
                }
            }
        }
        for (Label target : ins.targets) {
            if (target.open < from) {
                if (!ins.hasPlainTargets()) {
                    return false;
                }
                exits.add(target);
            }
        }
        return true;
    }

    /** Takes stock of what was added so far. */
    void close(Liveness liveness, int to, boolean falls) {
        out = new long[used.length];
        if (falls) {
            Bits.addAll(out, liveness.at(to));
        }
        exits.forEach(e -> Bits.addAll(out, e.live));
        out = Bits.and(out, changed);
        in = used.clone();
        Bits.addAll(in, out);
        in = Bits.and(in, liveness.at(from));
    }

    /** Whether it is more than the call of a part or two. */
    boolean isWorth(int bytes) {
        return own >= bytes || parts >= LEAST_PARTS;
    }

    boolean illegal() {
        return handled != null && Bits.meet(handled, changed);
    }

    Collection<Label> exits() {
        return exits;
    }

    long[] outSet() {
        return out;
    }

    int in() {
        return count(in);
    }

    int out() {
        return count(out);
    }

    private static int count(long[] set) {
        int count = 0;
        for (long word : set) {
            count += Long.bitCount(word);
        }
        return count;
    }
}
