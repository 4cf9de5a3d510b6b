package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;

/** Makes regions functions. For one thread. */
final class Outliner {
    private final Func func;
    private final Liveness liveness;
    private final Slots slots;
    private final double[] frequency;

    /** Needs a {@link Layout} of the function as it is. */
    Outliner(Func func, Liveness liveness, double[] frequency, Slots slots) {
        this.func = func;
        this.liveness = liveness;
        this.slots = slots;
        this.frequency = frequency;
    }

    /** Replaces regions that do not overlap, in order, by calls. Gives the new functions. */
    List<Func> outline(List<Region> regions) {
        List<Func> parts = new ArrayList<>();
        List<Ins> code = new ArrayList<>();
        int at = 0;
        for (Region region : regions) {
            code.addAll(func.code.subList(at, region.from()));
            parts.add(outline(region, code));
            at = region.to();
        }
        code.addAll(func.code.subList(at, func.code.size()));
        func.code = code;
        func.root.parts.addAll(parts);
        return parts;
    }

    private Func outline(Region region, List<Ins> stub) {
        List<Outcome> outcomes = Outcomes.of(func, region, liveness, frequency);
        Func part = part(region, outcomes);
        for (int param : part.params) {
            stub.add(Ins.local(Op.LOCAL_GET, param));
        }
        stub.add(Ins.call(part));
        new Stub(func, slots, outcomes, stub).write();
        return part;
    }

    /** The region as a function: blocks around it, each followed by what is to be done when a branch leaves through it. */
    private Func part(Region region, List<Outcome> outcomes) {
        boolean coded = outcomes.size() > 1;
        List<Ins> code = new ArrayList<>();
        Map<Label, Label> landings = new HashMap<>();
        List<Label> order = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome.target() != null) {
                Label landing = Label.block(outcome.target().arity());
                landing.leave = new Label.Leave(coded ? i : -1, outcome.writes());
                landings.put(outcome.target(), landing);
                order.add(landing);
            }
        }
        Label sharing = Label.block();
        boolean shared = outcomes.stream().anyMatch(Outcome::shared);
        if (shared) {
            code.add(Ins.open(sharing));
        }
        order.reversed().forEach(l -> code.add(Ins.open(l)));
        for (Ins ins : func.code.subList(region.from(), region.to())) {
            code.add(redirect(ins, landings));
        }
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome.target() != null) {
                code.add(Ins.end(landings.get(outcome.target())));
                List<ValType> values = outcome.target().arity();
                for (int k = values.size() - 1; k >= 0; k--) {
                    code.add(Ins.slot(Op.GLOBAL_SET, slots.ofValue(values.get(k), k)));
                }
            }
            if (outcome.shared()) {
                code.add(Ins.constant(i));
                code.add(Ins.local(Op.LOCAL_SET, func.root.code));
                code.add(Ins.branch(Op.BR, sharing));
            } else {
                hand(code, outcome.writes());
                if (coded) {
                    code.add(Ins.constant(i));
                }
                code.add(Ins.plain(Op.RETURN, 0, 0));
            }
        }
        if (shared) {
            code.add(Ins.end(sharing));
            hand(code, outcomes.getLast().writes());
            code.add(Ins.local(Op.LOCAL_GET, func.root.code));
            code.add(Ins.plain(Op.RETURN, 0, 0));
        }
        List<ValType> results = coded ? List.of(ValType.I32) : List.of();
        Func part = new Func(func.root, new int[0], results, new Label(Label.BODY, List.of(), results), code);
        Layout.of(part);
        int[] params = Bits.list(Liveness.of(part).at(0)).stream().mapToInt(Integer::intValue).toArray();
        return new Func(func.root, params, results, part.body, code);
    }

    private Ins redirect(Ins ins, Map<Label, Label> landings) {
        if (ins.op == Op.RETURN) {
            return Ins.branch(Op.BR, landings.get(func.body));
        }
        boolean leaves = false;
        for (Label target : ins.targets) {
            leaves |= landings.containsKey(target);
        }
        if (!leaves) {
            return ins;
        }
        Label[] targets = ins.targets.clone();
        for (int i = 0; i < targets.length; i++) {
            targets[i] = landings.getOrDefault(targets[i], targets[i]);
        }
        return ins.to(targets);
    }

    private void hand(List<Ins> code, List<Integer> locals) {
        for (int local : locals) {
            code.add(Ins.local(Op.LOCAL_GET, local));
            code.add(Ins.slot(Op.GLOBAL_SET, slots.ofLocal(func.root, local)));
        }
    }
}
