package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.gyre.wasm.Op;

/**
 * Gathers the arms of large switches into groups. Compilers write a switch as blocks that begin together, a {@code br_table}
 * in the innermost, and behind the end of each an arm: only the first arms of it make a region. Here neighbouring arms move
 * into blocks of their own, behind a table that is entered with the number of the arm: a region. Whoever branched to an arm
 * from outside of its group now notes its number and branches to the group. For one thread.
 */
final class Regrouper {
    private static final int LEAST_ARMS = 3;

    private final Func func;
    private final Layout layout;
    private final int most;
    private final Map<Label, ArmGroup> groups = new HashMap<>();
    private final List<Ins> out = new ArrayList<>();

    /** @param most weight of a group */
    Regrouper(Func func, Layout layout, int most) {
        this.func = func;
        this.layout = layout;
        this.most = most;
    }

    /** False when there was nothing to gather. */
    boolean regroup() {
        Set<Label> fixed = new HashSet<>();
        for (Ins ins : func.code) {
            if (!ins.hasPlainTargets()) {
                fixed.addAll(List.of(ins.targets));
            }
        }
        List<Ins> code = func.code;
        for (int i = 0; i < code.size(); i++) {
            int from = i;
            while (i < code.size() && code.get(i).opens() && code.get(i).label.isPlainBlock()) {
                i++;
            }
            if (i - from > LEAST_ARMS) {
                chain(code.subList(from, i).stream().map(ins -> ins.label).toList().reversed(), fixed);
            }
        }
        if (groups.isEmpty()) {
            return false;
        }
        for (int i = 0; i < code.size(); i++) {
            number(code.get(i), i);
        }
        for (int i = 0; i < code.size(); i++) {
            rewrite(code.get(i), i);
        }
        func.code = out;
        return true;
    }

    private void number(Ins ins, int position) {
        if (ins.op == Op.BR_TABLE) {
            Stream.of(ins.targets).filter(target -> entersGroup(target, position)).map(groups::get).distinct().forEach(group -> group.number(ins.targets));
        }
    }

    /** Cuts a chain of blocks, the innermost first, into groups. */
    private void chain(List<Label> blocks, Set<Label> fixed) {
        List<Label> arms = new ArrayList<>();
        int weight = 0;
        for (int k = 0; k + 1 < blocks.size(); k++) {
            Label arm = blocks.get(k);
            int own = layout.weight(arm.end, blocks.get(k + 1).end);
            if (own > most || fixed.contains(arm) || weight + own > most) {
                group(arms);
                arms = new ArrayList<>();
                weight = 0;
            }
            if (own <= most && !fixed.contains(arm)) {
                arms.add(arm);
                weight += own;
            }
        }
        group(arms);
    }

    private void group(List<Label> arms) {
        if (arms.size() >= LEAST_ARMS) {
            ArmGroup group = new ArmGroup(arms);
            arms.forEach(a -> groups.put(a, group));
        }
    }

    private void rewrite(Ins ins, int position) {
        ArmGroup own = ins.label == null ? null : groups.get(ins.label);
        if (own != null && ins.opens()) {
            if (ins.label == own.arms.getLast()) {
                out.add(Ins.open(own.entry));
            }
        } else if (own != null && ins.op == Op.END && ins.label == own.arms.getFirst()) {
            begin(own);
            out.add(ins);
        } else if (ins.hasPlainTargets()) {
            branch(ins, position);
        } else {
            out.add(ins);
        }
    }

    private void begin(ArmGroup group) {
        if (out.isEmpty() || !out.getLast().isTerminal()) {
            select(group.arms.getFirst());
        }
        out.add(Ins.end(group.entry));
        group.arms.reversed().forEach(arm -> out.add(Ins.open(arm)));
        group.dispatch(out, func.root.selector);
    }

    private void select(Label arm) {
        out.add(Ins.constant(groups.get(arm).numberOf(arm)));
        out.add(Ins.local(Op.LOCAL_SET, func.root.selector));
    }

    private void enter(Label arm) {
        select(arm);
        out.add(Ins.branch(Op.BR, groups.get(arm).entry));
    }

    private boolean entersGroup(Label target, int position) {
        ArmGroup group = groups.get(target);
        return group != null && position < group.end();
    }

    private void branch(Ins ins, int position) {
        if (Stream.of(ins.targets).noneMatch(target -> entersGroup(target, position))) {
            out.add(ins);
        } else if (ins.op == Op.BR) {
            enter(ins.targets[0]);
        } else if (ins.op == Op.BR_IF) {
            Label when = new Label(Op.IF, List.of(), List.of());
            out.add(Ins.open(when));
            enter(ins.targets[0]);
            out.add(Ins.end(when));
        } else {
            table(ins, position);
        }
    }

    /**
     * Its operand is an arm's number where it may be, so that nothing is between the table and the group; where not, a way
     * that notes the number is.
     */
    private void table(Ins ins, int position) {
        Map<Label, Label> ways = new LinkedHashMap<>();
        Label[] targets = ins.targets.clone();
        for (int i = 0; i < targets.length; i++) {
            Label arm = targets[i];
            if (entersGroup(arm, position)) {
                // the last one stands for all higher numbers, too
                boolean numbered = i + 1 < targets.length && groups.get(arm).isNumber(i, arm);
                targets[i] = numbered ? groups.get(arm).entry : ways.computeIfAbsent(arm, a -> Label.block());
            }
        }
        out.add(Ins.local(Op.LOCAL_SET, func.root.selector));
        List.copyOf(ways.values()).reversed().forEach(way -> out.add(Ins.open(way)));
        out.add(Ins.local(Op.LOCAL_GET, func.root.selector));
        out.add(ins.to(targets));
        ways.forEach((arm, way) -> {
            out.add(Ins.end(way));
            enter(arm);
        });
    }
}
