package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.List;

/** Makes regions functions. For one thread. */
final class Outliner {
    private final Func func;
    private final Liveness liveness;
    private final double[] frequency;

    /** Needs a {@link Layout} of the function as it is. */
    Outliner(Func func, Liveness liveness, double[] frequency) {
        this.func = func;
        this.liveness = liveness;
        this.frequency = frequency;
    }

    /** Replaces regions that do not overlap, in order, by calls. Gives the new functions. */
    List<Func> outline(List<Region> regions) {
        // all of them before any part, which gives labels another meaning
        List<List<Outcome>> outcomes = regions.stream().map(r -> Outcomes.of(func, r, liveness, frequency)).toList();
        List<Func> parts = new ArrayList<>();
        List<Ins> code = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < regions.size(); i++) {
            Region region = regions.get(i);
            Func part = Func.part(func.root, outcomes.get(i), new ArrayList<>(func.code.subList(region.from(), region.to())));
            code.addAll(func.code.subList(at, region.from()));
            code.add(JvmSize.ofCall(func, part));
            parts.add(part);
            at = region.to();
        }
        code.addAll(func.code.subList(at, func.code.size()));
        func.code = code;
        func.root.parts.addAll(parts);
        return parts;
    }
}
