package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.wasm.Op;

/**
 * The ways a region is left. Falling through, the likeliest branch, and those that carry values have their own code that hands
 * over locals; the others, which may be many, share one that hands over what any of them does. For one thread.
 */
final class Outcomes {
    private static final int LEAST_SHARED = 3;

    private final Func func;
    private final Region region;
    private final double[] frequency;
    private final Map<Label, Double> exits = new LinkedHashMap<>();

    private Outcomes(Func func, Region region, double[] frequency) {
        this.func = func;
        this.region = region;
        this.frequency = frequency;
    }

    /** In the order of their numbers; those that share are last. */
    static List<Outcome> of(Func func, Region region, Liveness liveness, double[] frequency) {
        return new Outcomes(func, region, frequency).find(liveness);
    }

    private List<Outcome> find(Liveness liveness) {
        for (int i = region.from(); i < region.to(); i++) {
            Ins ins = func.code.get(i);
            if (ins.op == Op.RETURN) {
                exits.merge(func.root.body, frequency[i], Double::sum);
            }
            for (Label target : ins.targets) {
                if (target.open < region.from()) {
                    exits.merge(target, frequency[i] / ins.targets.length, Double::sum);
                }
            }
        }
        Changes changes = new Changes(func, region.from(), region.to());
        List<Outcome> outcomes = new ArrayList<>();
        if (!func.code.get(region.to() - 1).isTerminal()) {
            outcomes.add(new Outcome(null, Bits.list(Bits.and(changes.atEnd(), liveness.at(region.to()))), false));
        }
        List<Label> sharing = new ArrayList<>();
        for (Label exit : exits.keySet()) {
            if (exit != func.root.body && !func.leavesTo(exit) && exit.arity().isEmpty()) {
                sharing.add(exit);
            }
        }
        sharing.stream().max(Comparator.comparing(exits::get)).ifPresent(sharing::remove);
        if (sharing.size() < LEAST_SHARED) {
            sharing.clear();
        }
        long[] union = new long[func.root.words()];
        for (Label exit : sharing) {
            Bits.addAll(union, Bits.and(changes.to(exit), exit.live));
        }
        for (Label exit : exits.keySet()) {
            if (!sharing.contains(exit)) {
                outcomes.add(new Outcome(exit, Bits.list(Bits.and(changes.to(exit), exit.live)), false));
            }
        }
        List<Integer> writes = Bits.list(union);
        sharing.forEach(exit -> outcomes.add(new Outcome(exit, writes, true)));
        return outcomes;
    }
}
