package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.gyre.wasm.Op;

/**
 * Neighbouring arms of a switch behind a table of their own. That is entered with the operand of the switch where the switch
 * alone decides, otherwise with another number of the arm. For one thread.
 */
final class ArmGroup {
    /** So many entries of a table may be of no arm here. */
    private static final int MOST_GAPS = 320;

    /** The first is the innermost. */
    final List<Label> arms;
    final Label entry = Label.block();
    private List<Label> table;
    /** The number of the table's first entry. */
    private int lowest;

    ArmGroup(List<Label> arms) {
        this.arms = List.copyOf(arms);
        this.table = this.arms;
    }

    /** Behind it arms are branched to as they are. */
    int end() {
        return arms.getFirst().end;
    }

    /** Numbers arms as a {@code br_table} does, if nothing did before, and it is none that goes to arms far apart. */
    void number(Label[] targets) {
        int first = -1;
        int last = -1;
        for (int i = 0; i + 1 < targets.length; i++) {
            if (arms.contains(targets[i])) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (table != arms || first < 0 || last - first > arms.size() + MOST_GAPS) {
            return;
        }
        lowest = first;
        table = new ArrayList<>(Arrays.asList(targets).subList(first, last + 1));
        table.replaceAll(target -> arms.contains(target) ? target : arms.getFirst());
        arms.stream().filter(arm -> !table.contains(arm)).forEach(table::add);
    }

    int numberOf(Label arm) {
        return lowest + table.indexOf(arm);
    }

    /** Whether it is what a number of that size leads to. */
    boolean isNumber(int number, Label arm) {
        return number >= lowest && number - lowest < table.size() && table.get(number - lowest) == arm;
    }

    /** Goes to the arm whose number is in a local variable. */
    void dispatch(List<Ins> out, int selector) {
        out.add(Ins.local(Op.LOCAL_GET, selector));
        if (lowest != 0) {
            out.add(Ins.constant(lowest));
            out.add(Ins.plain(Op.I32_SUB, 2, 1));
        }
        out.add(Ins.branch(Op.BR_TABLE, table.toArray(Label[]::new)));
    }
}
