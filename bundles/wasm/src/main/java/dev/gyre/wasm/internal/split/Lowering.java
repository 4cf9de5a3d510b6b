package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;

/**
 * Makes a function's code what WebAssembly has. In a part, branches that leave it go to blocks around its code, behind each of
 * which locals are handed over; calls of parts become the call and what goes on behind it. Nothing is moved any more when this is
 * done, so that nothing comes between handing values over and taking them. For one thread.
 */
final class Lowering {
    private final Func func;
    private final Slots slots;
    private final List<Ins> out = new ArrayList<>();
    /** Blocks around a part's code by the labels outside of it they stand for. */
    private final Map<Label, Label> landings = new LinkedHashMap<>();

    private Lowering(Func func, Slots slots) {
        this.func = func;
        this.slots = slots;
    }

    static List<Ins> of(Func func, Slots slots) {
        Lowering lowering = new Lowering(func, slots);
        if (func.isPart()) {
            lowering.part();
        } else {
            func.code.forEach(lowering::instruction);
        }
        return lowering.out;
    }

    /** What a call of a part takes, wherever that is. */
    static List<Ins> ofCall(Func caller, Func part, Slots slots) {
        Lowering lowering = new Lowering(caller, slots);
        lowering.call(part);
        return lowering.out;
    }

    private void part() {
        List<Outcome> outcomes = func.outcomes;
        func.code.forEach(this::land);
        Label sharing = Label.block();
        boolean shared = outcomes.stream().anyMatch(o -> o.shared() && landings.containsKey(o.target()));
        if (shared) {
            out.add(Ins.open(sharing));
        }
        List.copyOf(landings.values()).reversed().forEach(l -> out.add(Ins.open(l)));
        func.code.forEach(this::instruction);
        if (func.falls()) {
            leave(0);
        }
        landings.forEach((target, landing) -> {
            out.add(Ins.end(landing));
            List<ValType> values = target.arity();
            for (int k = values.size() - 1; k >= 0; k--) {
                out.add(Ins.slot(Op.GLOBAL_SET, slots.ofValue(values.get(k), k)));
            }
            int number = func.outcomeTo(target);
            if (outcomes.get(number).shared()) {
                out.add(Ins.constant(number));
                out.add(Ins.local(Op.LOCAL_SET, func.root.code));
                out.add(Ins.branch(Op.BR, sharing));
            } else {
                leave(number);
            }
        });
        if (shared) {
            out.add(Ins.end(sharing));
            hand(outcomes.getLast().writes());
            out.add(Ins.local(Op.LOCAL_GET, func.root.code));
            out.add(Ins.plain(Op.RETURN, 0, 0));
        }
    }

    /** Makes blocks for labels outside of the part, unless only parts of it go there that hand over all there is to. */
    private void land(Ins ins) {
        if (ins.op == Op.RETURN) {
            landings.computeIfAbsent(func.root.body, t -> Label.block(t.arity()));
        } else if (ins.op == Ins.PART) {
            ins.callee.outcomes.stream().filter(o -> func.sharesTo(o.target()) || o.shared() && func.leavesTo(o.target())).forEach(o -> land(o.target()));
        } else {
            for (Label target : ins.targets) {
                if (func.leavesTo(target)) {
                    land(target);
                }
            }
        }
    }

    private void land(Label target) {
        landings.computeIfAbsent(target, t -> Label.block(t.arity()));
    }

    private void instruction(Ins ins) {
        if (ins.op == Ins.PART) {
            call(ins.callee);
        } else if (ins.op == Op.RETURN && func.isPart()) {
            out.add(Ins.branch(Op.BR, landings.get(func.root.body)));
        } else {
            out.add(redirected(ins));
        }
    }

    private void call(Func part) {
        for (int param : part.params) {
            out.add(Ins.local(Op.LOCAL_GET, param));
        }
        out.add(Ins.call(part));
        new Stub(func, part.outcomes, landings, slots, out).write();
    }

    private Ins redirected(Ins ins) {
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

    private void leave(int number) {
        hand(func.outcomes.get(number).writes());
        if (func.outcomes.size() > 1) {
            out.add(Ins.constant(number));
        }
        out.add(Ins.plain(Op.RETURN, 0, 0));
    }

    private void hand(List<Integer> locals) {
        for (int local : locals) {
            out.add(Ins.local(Op.LOCAL_GET, local));
            out.add(Ins.slot(Op.GLOBAL_SET, slots.ofLocal(func.root, local)));
        }
    }
}
