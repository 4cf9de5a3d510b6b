package dev.gyre.wasm.internal.split;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.gyre.wasm.Op;

/** Where blocks begin and end in a function's code, and between which places its operand stack is never lower than there. Immutable. */
final class Layout {
    /** Less than this on top of other operands is an expression. */
    private static final int LEAST_RAISED = 64;

    /** Of every position the sum of the weights before it. */
    final int[] weights;
    final List<Sequence> sequences = new ArrayList<>();
    final boolean hasHandlers;

    /** Places between a block's begin, else, catch, and end, at which the stack is equally high, and between which it is not lower. */
    static final class Sequence {
        private final Part part;
        /** In order. */
        final List<Integer> bounds = new ArrayList<>();

        Sequence(Part part) {
            this.part = part;
        }

        /** Of the blocks around it those whose handlers see what is thrown in it. */
        List<Label> handled() {
            List<Label> labels = new ArrayList<>();
            for (Part p = part; p != null; p = p.parent) {
                if (p.handled) {
                    labels.add(p.label);
                }
            }
            return labels;
        }
    }

    /** What is between a block's begin, else, catch, and end; of what is open there the sequences, the higher ones last. */
    private static final class Part {
        final Label label;
        final boolean handled;
        final Part parent;
        final int base;
        final Deque<Sequence> open = new ArrayDeque<>();
        final Deque<Integer> heights = new ArrayDeque<>();

        Part(Label label, boolean handled, Part parent, int base) {
            this.label = label;
            this.handled = handled;
            this.parent = parent;
            this.base = base;
        }
    }

    private Layout(int[] weights, boolean hasHandlers) {
        this.weights = weights;
        this.hasHandlers = hasHandlers;
    }

    /** Notes in the labels where they are, too. */
    static Layout of(Func func) {
        List<Ins> code = func.code;
        Layout layout = new Layout(new int[code.size() + 1], code.stream().anyMatch(i -> i.op == Op.TRY || i.op == Op.TRY_TABLE));
        code.forEach(Layout::forget);
        func.body.open = -1;
        func.body.end = code.size();
        Part part = new Part(func.body, false, null, 0);
        int height = 0;
        for (int i = 0; i < code.size(); i++) {
            Ins ins = code.get(i);
            layout.weights[i + 1] = layout.weights[i] + ins.weight;
            if (ins.opens()) {
                layout.bound(part, height, i);
                ins.label.open = i;
                ins.label.middle = -1;
                int base = height - ins.pops - ins.label.params.size();
                layout.lower(part, base);
                part = new Part(ins.label, ins.op == Op.TRY || ins.op == Op.TRY_TABLE, part, base);
                height -= ins.pops;
            } else {
                switch (ins.op) {
                    case Op.ELSE, Op.CATCH, Op.CATCH_ALL -> {
                        if (ins.label.middle < 0) {
                            ins.label.middle = i;
                        }
                        layout.close(part, height, i, code);
                        part = new Part(ins.label, false, part.parent, part.base);
                        height = part.base + (ins.op == Op.ELSE ? ins.label.params.size() : ins.pushes);
                    }
                    case Op.END, Op.DELEGATE -> {
                        ins.label.end = i;
                        layout.close(part, height, i, code);
                        height = part.base + ins.label.results.size();
                        part = part.parent;
                    }
                    default -> {
                        layout.bound(part, height, i);
                        layout.lower(part, takesMore(ins, func) ? part.base : height - ins.pops);
                        height += ins.pushes - ins.pops;
                    }
                }
            }
        }
        layout.close(part, height, code.size(), code);
        return layout;
    }

    /** A label that is not opened here was in another function's code, if it was. */
    private static void forget(Ins ins) {
        for (Label target : ins.targets) {
            target.open = -1;
        }
    }

    /** Whether it may take along operands beyond those it is known to take. */
    private static boolean takesMore(Ins ins, Func func) {
        if (ins.op == Op.RETURN) {
            return !func.root.type.results().isEmpty();
        }
        if (ins.op == Ins.PART) {
            return false;
        }
        boolean more = ins.isTailCall() || !ins.hasPlainTargets() && ins.targets.length > 0;
        for (Label target : ins.targets) {
            more |= !target.arity().isEmpty();
        }
        return more;
    }

    private void bound(Part part, int height, int position) {
        if (part.heights.isEmpty() || part.heights.peekLast() < height) {
            part.heights.addLast(height);
            part.open.addLast(new Sequence(part));
        }
        part.open.peekLast().bounds.add(position);
    }

    /** What is higher ends here. */
    private void lower(Part part, int height) {
        while (!part.heights.isEmpty() && part.heights.peekLast() > height) {
            int was = part.heights.removeLast();
            Sequence sequence = part.open.removeLast();
            if (was == part.base || weight(sequence.bounds.getFirst(), sequence.bounds.getLast()) >= LEAST_RAISED) {
                sequences.add(sequence);
            }
        }
    }

    /** The end of a block is a bound where nothing is left for the block to give; behind a jump nothing ever is. */
    private void close(Part part, int height, int position, List<Ins> code) {
        if (position > 0 && code.get(position - 1).isTerminal()) {
            lower(part, part.base);
            bound(part, part.base, position);
        } else {
            bound(part, height, position);
        }
        lower(part, Integer.MIN_VALUE);
    }

    int weight(int from, int to) {
        return weights[to] - weights[from];
    }
}
