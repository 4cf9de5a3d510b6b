package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.split.SplitOptions;

/** Finds the regions of a function that can become functions, and what they cost. For one thread. */
final class Candidates {
    /** C2 compiles no call when those of caller and callee that are on the stack are more than some 65 together. */
    private static final int MOST_PARAMS = 30;
    private static final int SPACING = 64;
    private static final double MOST_OVERHEAD = 0.6;
    private static final double GROWTH = 1.4;
    /** So that code that never runs becomes few functions. */
    private static final double A_FUNCTION = 0.2;

    private final Func func;
    private final Layout layout;
    private final Liveness liveness;
    private final double[] frequency;
    private final SplitOptions options;
    private final int most;
    private final List<Region> found = new ArrayList<>();

    /** @param most weight of a region */
    Candidates(Func func, Layout layout, Liveness liveness, double[] frequency, SplitOptions options, int most) {
        this.func = func;
        this.layout = layout;
        this.liveness = liveness;
        this.frequency = frequency;
        this.options = options;
        this.most = most;
    }

    List<Region> find() {
        for (Layout.Sequence sequence : layout.sequences) {
            sequence(sequence);
        }
        return found;
    }

    /** Regions begin behind or before a block, and in long runs without any every now and then. */
    private void sequence(Layout.Sequence sequence) {
        List<Integer> bounds = sequence.bounds;
        int last = Integer.MIN_VALUE / 2;
        for (int i = 0; i + 1 < bounds.size(); i++) {
            int at = bounds.get(i);
            boolean besideBlock = i == 0 || bounds.get(i + 1) - at > 1 && func.code.get(at).opens() || func.code.get(at - 1).op == Op.END;
            if (besideBlock || layout.weights[at] - last >= SPACING) {
                last = layout.weights[at];
                from(sequence, i);
            }
        }
    }

    private void from(Layout.Sequence sequence, int first) {
        List<Integer> bounds = sequence.bounds;
        int from = bounds.get(first);
        RegionFacts facts = new RegionFacts(func, from, layout.hasHandlers ? handled(sequence) : null);
        int at = from;
        double next = options.minBytes();
        for (int b = first + 1; b < bounds.size(); b++) {
            int to = bounds.get(b);
            int weight = layout.weight(from, to);
            if (weight > most) {
                return;
            }
            while (at < to) {
                if (!facts.add(func.code.get(at++))) {
                    return;
                }
            }
            boolean last = b + 1 == bounds.size() || layout.weight(from, bounds.get(b + 1)) > most;
            if (weight >= next || last && weight >= options.minBytes()) {
                next = weight * GROWTH;
                consider(facts, from, to, weight);
            }
        }
    }

    private void consider(RegionFacts facts, int from, int to, int weight) {
        boolean falls = !func.code.get(to - 1).isTerminal();
        facts.close(liveness, to, falls);
        if (facts.illegal() || !facts.isWorth(options.minBytes()) || facts.in() > MOST_PARAMS) {
            return;
        }
        for (int local : Bits.list(facts.outSet())) {
            if (!Ins.canTravel(func.root.locals.get(local))) {
                return;
            }
        }
        for (Label exit : facts.exits()) {
            for (ValType type : exit.arity()) {
                if (!Ins.canTravel(type)) {
                    return;
                }
            }
        }
        int exits = facts.exits().size() + (falls ? 1 : 0);
        int stub = 14 + 2 * facts.in() + 12 * facts.out() + (exits > 1 ? 12 + 5 * exits : 0);
        int landings = 11 * facts.out() + (exits > 1 ? 9 * exits : 0);
        if (func.isPart()) {
            landings += 8 * facts.out() * (int) facts.exits().stream().filter(func::leavesTo).count();
        }
        if (weight + landings > most + most / 8 || weight - stub < options.minBytes() / 2 || stub + landings > weight * MOST_OVERHEAD) {
            return;
        }
        double cost = A_FUNCTION + frequency[from] * (5 + facts.in() + 3 * facts.out() + exits);
        found.add(new Region(from, to, weight - stub, (weight - stub) / cost));
    }

    /** Locals that handlers around a sequence read: an exception thrown out of a region must not lose what it changed. */
    private long[] handled(Layout.Sequence sequence) {
        long[] read = new long[func.root.words()];
        sequence.handled().forEach(label -> Bits.addAll(read, label.handlerLive));
        return read;
    }
}
