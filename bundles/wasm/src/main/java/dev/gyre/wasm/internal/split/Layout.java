package dev.gyre.wasm.internal.split;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.gyre.wasm.Op;

/** Where blocks begin and end in a function's code, and where its operand stack is as low as at their begin. Immutable. */
final class Layout {
    /** Of every position the sum of the weights before it. */
    final int[] weights;
    final List<Sequence> sequences = new ArrayList<>();
    final boolean hasHandlers;

    /** What is between a block's begin, else, catch, and end. */
    static final class Sequence {
        /** Its block, and whether that block's handlers see what is thrown in it. */
        final Label label;
        final boolean handled;
        final Sequence parent;
        /** Positions at which no operand of its own is on the stack, in order. */
        final List<Integer> bounds = new ArrayList<>();

        Sequence(Label label, boolean handled, Sequence parent) {
            this.label = label;
            this.handled = handled;
            this.parent = parent;
        }
    }

    private Layout(int[] weights, boolean hasHandlers) {
        this.weights = weights;
        this.hasHandlers = hasHandlers;
    }

    private record Frame(Sequence sequence, int base) {
    }

    /** Notes in the labels where they are, too. */
    static Layout of(Func func) {
        List<Ins> code = func.code;
        int[] weights = new int[code.size() + 1];
        Layout layout = new Layout(weights, code.stream().anyMatch(i -> i.op == Op.TRY || i.op == Op.TRY_TABLE));
        Deque<Frame> frames = new ArrayDeque<>();
        func.body.open = -1;
        func.body.end = code.size();
        Frame frame = new Frame(layout.sequence(func.body, false, null), 0);
        int height = 0;
        for (int i = 0; i < code.size(); i++) {
            Ins ins = code.get(i);
            weights[i + 1] = weights[i] + ins.weight;
            if (height == frame.base && ins.op != Op.END && ins.op != Op.ELSE && ins.op != Op.CATCH && ins.op != Op.CATCH_ALL && ins.op != Op.DELEGATE) {
                frame.sequence.bounds.add(i);
            }
            if (ins.opens()) {
                ins.label.open = i;
                ins.label.middle = -1;
                int base = height - ins.pops - ins.label.params.size();
                frames.push(frame);
                frame = new Frame(layout.sequence(ins.label, ins.op == Op.TRY || ins.op == Op.TRY_TABLE, frame.sequence), base);
                height -= ins.pops;
            } else {
                switch (ins.op) {
                    case Op.ELSE, Op.CATCH, Op.CATCH_ALL -> {
                        if (ins.label.middle < 0) {
                            ins.label.middle = i;
                        }
                        layout.close(frame, height, i, code);
                        frame = new Frame(layout.sequence(ins.label, false, frame.sequence.parent), frame.base);
                        height = frame.base + (ins.op == Op.ELSE ? ins.label.params.size() : ins.pushes);
                    }
                    case Op.END, Op.DELEGATE -> {
                        ins.label.end = i;
                        layout.close(frame, height, i, code);
                        height = frame.base + ins.label.results.size();
                        frame = frames.pop();
                    }
                    default -> height += ins.pushes - ins.pops;
                }
            }
        }
        layout.close(frame, height, code.size(), code);
        return layout;
    }

    /** The end of a sequence is a bound where nothing is left for the block to give; behind a jump nothing ever is. */
    private void close(Frame frame, int height, int position, List<Ins> code) {
        if (height == frame.base || position > 0 && code.get(position - 1).isTerminal()) {
            frame.sequence.bounds.add(position);
        }
    }

    private Sequence sequence(Label label, boolean handled, Sequence parent) {
        Sequence sequence = new Sequence(label, handled, parent);
        sequences.add(sequence);
        return sequence;
    }

    int weight(int from, int to) {
        return weights[to] - weights[from];
    }
}
