package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;

/** What follows the call of a part: reads back the locals it changed and goes on where it says. For one thread. */
final class Stub {
    private final Func func;
    private final Slots slots;
    private final List<Outcome> outcomes;
    private final List<Ins> out;
    /** Locals read back whatever the outcome is. */
    private List<Integer> common = List.of();

    Stub(Func func, Slots slots, List<Outcome> outcomes, List<Ins> out) {
        this.func = func;
        this.slots = slots;
        this.outcomes = outcomes;
        this.out = out;
    }

    void write() {
        switch (outcomes.size()) {
            case 0 -> out.add(Ins.plain(Op.UNREACHABLE, 0, 0));
            case 1 -> finish(outcomes.getFirst(), out);
            default -> {
                readCommon();
                if (outcomes.size() == 2) {
                    two();
                } else {
                    several();
                }
            }
        }
    }

    private void readCommon() {
        if (outcomes.stream().anyMatch(Outcome::passesOn)) {
            return;
        }
        List<Integer> shared = new ArrayList<>(outcomes.getFirst().writes());
        outcomes.forEach(o -> shared.retainAll(o.writes()));
        if (!shared.isEmpty()) {
            out.add(Ins.local(Op.LOCAL_SET, func.root.code));
            read(shared, out);
            out.add(Ins.local(Op.LOCAL_GET, func.root.code));
            common = shared;
        }
    }

    /** The result is 1 for the second outcome. */
    private void two() {
        Outcome second = outcomes.get(1);
        if (isDirect(second)) {
            out.add(Ins.branch(Op.BR_IF, second.target()));
        } else {
            Label when = new Label(Op.IF, List.of(), List.of());
            out.add(Ins.open(when));
            finish(second, out);
            out.add(Ins.end(when));
        }
        finish(outcomes.getFirst(), out);
    }

    private void several() {
        int single = (int) outcomes.stream().filter(o -> !o.shared()).count();
        boolean shared = single < outcomes.size();
        Label[] targets = new Label[single + (shared ? 1 : 0)];
        List<Label> pads = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            if (i < single && isDirect(outcomes.get(i))) {
                targets[i] = outcomes.get(i).target();
            } else {
                targets[i] = Label.block();
                pads.add(targets[i]);
            }
        }
        int code = func.root.code;
        out.add(Ins.local(Op.LOCAL_SET, code));
        pads.forEach(p -> out.add(Ins.open(p)));
        out.add(Ins.local(Op.LOCAL_GET, code));
        out.add(Ins.branch(Op.BR_TABLE, targets));
        // the first one's comes last, as what follows the region follows it
        for (int i = targets.length - 1; i >= 0; i--) {
            if (pads.contains(targets[i])) {
                out.add(Ins.end(targets[i]));
                if (i < single) {
                    finish(outcomes.get(i), out);
                } else {
                    finishShared(single);
                }
            }
        }
    }

    private void finishShared(int first) {
        List<Outcome> sharing = outcomes.subList(first, outcomes.size());
        List<Integer> rest = new ArrayList<>(sharing.getFirst().writes());
        rest.removeAll(common);
        read(rest, out);
        out.add(Ins.local(Op.LOCAL_GET, func.root.code));
        out.add(Ins.constant(first));
        out.add(Ins.plain(Op.I32_SUB, 2, 1));
        out.add(Ins.branch(Op.BR_TABLE, sharing.stream().map(Outcome::target).toArray(Label[]::new)));
    }

    /** Whether a branch does all there is to do. */
    private boolean isDirect(Outcome outcome) {
        return outcome.target() != null && outcome.target() != func.body && !outcome.passesOn() && outcome.target().arity().isEmpty()
                && common.containsAll(outcome.writes());
    }

    private void finish(Outcome outcome, List<Ins> code) {
        Label target = outcome.target();
        if (outcome.passesOn()) {
            for (int local : target.leave.writes()) {
                if (!outcome.writes().contains(local)) {
                    code.add(Ins.local(Op.LOCAL_GET, local));
                    code.add(Ins.slot(Op.GLOBAL_SET, slots.ofLocal(func.root, local)));
                }
            }
            if (target.leave.code() >= 0) {
                code.add(Ins.constant(target.leave.code()));
            }
            code.add(Ins.plain(Op.RETURN, 0, 0));
            return;
        }
        List<Integer> rest = new ArrayList<>(outcome.writes());
        rest.removeAll(common);
        read(rest, code);
        if (target == null) {
            return;
        }
        List<ValType> values = target.arity();
        for (int i = 0; i < values.size(); i++) {
            code.add(Ins.slot(Op.GLOBAL_GET, slots.ofValue(values.get(i), i)));
        }
        code.add(target == func.body ? Ins.plain(Op.RETURN, 0, 0) : Ins.branch(Op.BR, target));
    }

    private void read(List<Integer> locals, List<Ins> code) {
        for (int local : locals) {
            code.add(Ins.slot(Op.GLOBAL_GET, slots.ofLocal(func.root, local)));
            code.add(Ins.local(Op.LOCAL_SET, local));
        }
    }
}
