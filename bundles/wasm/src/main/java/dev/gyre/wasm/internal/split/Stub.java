package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;

/** What follows the call of a part: reads back the locals it changed and goes on where it says. For one thread. */
final class Stub {
    private final Func func;
    private final Slots slots;
    private final List<Outcome> outcomes;
    private final Map<Label, Label> landings;
    private final List<Ins> out;
    /** Locals read back whatever the outcome is. */
    private List<Integer> common = List.of();

    /** @param func in which the call is, as are its landings */
    Stub(Func func, List<Outcome> outcomes, Map<Label, Label> landings, Slots slots, List<Ins> out) {
        this.func = func;
        this.slots = slots;
        this.outcomes = outcomes;
        this.landings = landings;
        this.out = out;
    }

    void write() {
        switch (outcomes.size()) {
            case 0 -> out.add(Ins.plain(Op.UNREACHABLE, 0, 0));
            case 1 -> finish(outcomes.getFirst());
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
        if (outcomes.stream().anyMatch(this::passesOn)) {
            return;
        }
        List<Integer> shared = new ArrayList<>(outcomes.getFirst().writes());
        outcomes.forEach(o -> shared.retainAll(o.writes()));
        if (!shared.isEmpty()) {
            out.add(Ins.local(Op.LOCAL_SET, func.root.code));
            read(shared);
            out.add(Ins.local(Op.LOCAL_GET, func.root.code));
            common = shared;
        }
    }

    /** The result is 1 for the second outcome. */
    private void two() {
        Outcome second = outcomes.get(1);
        if (isDirect(second)) {
            out.add(Ins.branch(Op.BR_IF, landing(second)));
        } else {
            Label when = new Label(Op.IF, List.of(), List.of());
            out.add(Ins.open(when));
            finish(second);
            out.add(Ins.end(when));
        }
        finish(outcomes.getFirst());
    }

    private void several() {
        int single = (int) outcomes.stream().filter(o -> !o.shared()).count();
        boolean shared = single < outcomes.size();
        Label[] targets = new Label[single + (shared ? 1 : 0)];
        List<Label> pads = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            if (i < single && isDirect(outcomes.get(i))) {
                targets[i] = landing(outcomes.get(i));
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
                    finish(outcomes.get(i));
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
        read(rest);
        out.add(Ins.local(Op.LOCAL_GET, func.root.code));
        out.add(Ins.constant(first));
        out.add(Ins.plain(Op.I32_SUB, 2, 1));
        out.add(Ins.branch(Op.BR_TABLE, sharing.stream().map(this::landing).toArray(Label[]::new)));
    }

    /** Whether it leaves the function around the call in turn, and at once: code that is shared there is not repeated here. */
    private boolean passesOn(Outcome outcome) {
        return outcome.target() != null && func.leavesTo(outcome.target()) && !func.sharesTo(outcome.target());
    }

    private Label landing(Outcome outcome) {
        return landings.getOrDefault(outcome.target(), outcome.target());
    }

    /** Whether a branch does all there is to do. */
    private boolean isDirect(Outcome outcome) {
        return outcome.target() != null && outcome.target() != func.body && !passesOn(outcome) && outcome.target().arity().isEmpty()
                && common.containsAll(outcome.writes());
    }

    private void finish(Outcome outcome) {
        if (passesOn(outcome)) {
            passOn(outcome);
            return;
        }
        List<Integer> rest = new ArrayList<>(outcome.writes());
        rest.removeAll(common);
        read(rest);
        Label target = outcome.target();
        if (target == null) {
            return;
        }
        List<ValType> values = target.arity();
        for (int i = 0; i < values.size(); i++) {
            out.add(Ins.slot(Op.GLOBAL_GET, slots.ofValue(values.get(i), i)));
        }
        out.add(target == func.body ? Ins.plain(Op.RETURN, 0, 0) : Ins.branch(Op.BR, landing(outcome)));
    }

    /** What the part handed over is where it has to be. */
    private void passOn(Outcome outcome) {
        int number = func.outcomeTo(outcome.target());
        for (int local : func.outcomes.get(number).writes()) {
            if (!outcome.writes().contains(local)) {
                out.add(Ins.local(Op.LOCAL_GET, local));
                out.add(Ins.slot(Op.GLOBAL_SET, slots.ofLocal(func.root, local)));
            }
        }
        if (func.outcomes.size() > 1) {
            out.add(Ins.constant(number));
        }
        out.add(Ins.plain(Op.RETURN, 0, 0));
    }

    private void read(List<Integer> locals) {
        for (int local : locals) {
            out.add(Ins.slot(Op.GLOBAL_GET, slots.ofLocal(func.root, local)));
            out.add(Ins.local(Op.LOCAL_SET, local));
        }
    }
}
