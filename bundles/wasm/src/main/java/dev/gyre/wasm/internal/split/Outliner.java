package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;

/** Makes regions functions. For one thread. */
final class Outliner {
    private final Func func;
    private final Liveness liveness;
    private final Slots slots;

    /** Needs a {@link Layout} of the function as it is. */
    Outliner(Func func, Liveness liveness, Slots slots) {
        this.func = func;
        this.liveness = liveness;
        this.slots = slots;
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
        Map<Label, Outcome> exits = new LinkedHashMap<>();
        Changes changes = new Changes(func, region.from(), region.to());
        boolean falls = !func.code.get(region.to() - 1).isTerminal();
        List<Outcome> outcomes = new ArrayList<>();
        if (falls) {
            outcomes.add(new Outcome(null, Bits.list(Bits.and(changes.atEnd(), liveness.at(region.to())))));
        }
        for (int i = region.from(); i < region.to(); i++) {
            Ins ins = func.code.get(i);
            if (ins.op == Op.RETURN) {
                exits.computeIfAbsent(func.body, t -> exit(t, changes, outcomes));
            }
            for (Label target : ins.targets) {
                if (target.open < region.from()) {
                    exits.computeIfAbsent(target, t -> exit(t, changes, outcomes));
                }
            }
        }
        Func part = part(region, exits, outcomes, falls);
        for (int param : part.params) {
            stub.add(Ins.local(Op.LOCAL_GET, param));
        }
        stub.add(Ins.call(part));
        new Stub(func, slots, outcomes, stub).write();
        return part;
    }

    private static Outcome exit(Label target, Changes changes, List<Outcome> outcomes) {
        Outcome outcome = new Outcome(target, Bits.list(Bits.and(changes.to(target), target.live)));
        outcomes.add(outcome);
        return outcome;
    }

    /** The region as a function: blocks around it, each followed by what is to be done when a branch leaves through it. */
    private Func part(Region region, Map<Label, Outcome> exits, List<Outcome> outcomes, boolean falls) {
        boolean coded = outcomes.size() > 1;
        List<Ins> code = new ArrayList<>();
        Map<Label, Label> landings = new HashMap<>();
        List<Label> order = new ArrayList<>();
        exits.forEach((target, outcome) -> {
            Label landing = Label.block(target.arity());
            landing.leave = new Label.Leave(coded ? outcomes.indexOf(outcome) : -1, outcome.writes());
            landings.put(target, landing);
            order.add(landing);
        });
        order.reversed().forEach(l -> code.add(Ins.open(l)));
        for (Ins ins : func.code.subList(region.from(), region.to())) {
            code.add(redirect(ins, landings));
        }
        if (falls) {
            leave(code, outcomes.getFirst(), coded ? 0 : -1);
        }
        exits.forEach((target, outcome) -> {
            Label landing = landings.get(target);
            code.add(Ins.end(landing));
            List<ValType> values = target.arity();
            for (int i = values.size() - 1; i >= 0; i--) {
                code.add(Ins.slot(Op.GLOBAL_SET, slots.ofValue(values.get(i), i)));
            }
            leave(code, outcome, landing.leave.code());
        });
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

    private void leave(List<Ins> code, Outcome outcome, int number) {
        for (int local : outcome.writes()) {
            code.add(Ins.local(Op.LOCAL_GET, local));
            code.add(Ins.slot(Op.GLOBAL_SET, slots.ofLocal(func.root, local)));
        }
        if (number >= 0) {
            code.add(Ins.constant(number));
        }
        code.add(Ins.plain(Op.RETURN, 0, 0));
    }
}
