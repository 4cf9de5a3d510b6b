package dev.gyre.wasm.internal.split;

import java.util.Arrays;
import java.util.List;

import dev.gyre.wasm.ValType;

/**
 * A function being split, or a part of one. A part's code is that of its function, moved: branches to labels that the part does
 * not open, and returns, leave it. {@link Lowering} makes them what they become in WebAssembly. For one thread.
 */
final class Func {
    final Root root;
    /** Of a function its results, of a part nothing that is branched to. */
    final Label body;
    /** The ways a part is left, by number; a function has none. */
    final List<Outcome> outcomes;
    /** Its parameters as local variables of the original function. */
    int[] params;
    /** Its instructions without the last {@code end}. */
    List<Ins> code;
    boolean regrouped;
    /** In the module written; known once all parts are. */
    int index;

    private Func(Root root, Label body, List<Outcome> outcomes, int[] params, List<Ins> code) {
        this.root = root;
        this.body = body;
        this.outcomes = outcomes;
        this.params = params;
        this.code = code;
    }

    static Func whole(Root root, List<Ins> code) {
        int[] params = new int[root.type.params().size()];
        Arrays.setAll(params, i -> i);
        return new Func(root, root.body, List.of(), params, code);
    }

    /** Its parameters are what its code reads. */
    static Func part(Root root, List<Outcome> outcomes, List<Ins> code) {
        Func part = new Func(root, new Label(Label.BODY, List.of(), List.of()), List.copyOf(outcomes), new int[0], code);
        Layout.of(part);
        part.params = Bits.list(Liveness.of(part).at(0)).stream().mapToInt(Integer::intValue).toArray();
        // the number of the arm to enter may be on its way through a part: it must not gather arms of its own
        part.regrouped = true;
        return part;
    }

    List<ValType> paramTypes() {
        return Arrays.stream(params).mapToObj(root.locals::get).toList();
    }

    boolean isPart() {
        return body != root.body;
    }

    /** A part that can be left in several ways says which one it was. */
    List<ValType> results() {
        return !isPart() ? root.type.results() : outcomes.size() > 1 ? List.of(ValType.I32) : List.of();
    }

    /** The number of the way that leads to a label outside of it; -1 when there is none. */
    int outcomeTo(Label target) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i).target() == target) {
                return i;
            }
        }
        return -1;
    }

    /** Where a label outside of it leads, which it then only passes on. */
    boolean leavesTo(Label target) {
        return outcomeTo(target) >= 0;
    }

    /** Whether a label outside of it is one of those that share the code that hands over. */
    boolean sharesTo(Label target) {
        int number = outcomeTo(target);
        return number >= 0 && outcomes.get(number).shared();
    }

    /** Whether code behind its call is reached. */
    boolean falls() {
        return !outcomes.isEmpty() && outcomes.getFirst().target() == null;
    }
}
