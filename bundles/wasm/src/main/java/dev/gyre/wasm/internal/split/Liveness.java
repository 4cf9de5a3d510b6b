package dev.gyre.wasm.internal.split;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.gyre.wasm.Op;

/**
 * Which local variables are still read behind each instruction before they are written: a backward data-flow analysis over
 * structured control flow, repeated until loops agree. For one thread.
 */
final class Liveness {
    private static final int MOST_PASSES = 60;
    private static final long MOST_WORDS = 16_000_000;

    private final Func func;
    private final int words;
    private final long[] sets;
    private final Deque<Label> handlers = new ArrayDeque<>();
    private boolean changed;

    private Liveness(Func func) {
        this.func = func;
        this.words = func.root.words();
        long needed = (long) words * (func.code.size() + 1);
        if (needed > MOST_WORDS) {
            throw new UnsplittableException("its " + func.code.size() + " instructions with " + func.root.locals.size() + " local variables are too many");
        }
        this.sets = new long[(int) needed];
    }

    /** Needs a {@link Layout}. Fills in what labels know, too. @throws UnsplittableException when it would cost too much */
    static Liveness of(Func func) {
        Liveness liveness = new Liveness(func);
        for (Ins ins : func.code) {
            if (ins.opens()) {
                ins.label.live = new long[liveness.words];
            }
        }
        func.body.live = new long[liveness.words];
        func.outcomes.stream().filter(o -> o.target() != null).forEach(o -> o.target().live = liveness.handed(o));
        int passes = 0;
        do {
            if (++passes > MOST_PASSES) {
                throw new UnsplittableException("its loops are nested too deeply");
            }
            liveness.changed = false;
            liveness.pass();
        } while (liveness.changed);
        return liveness;
    }

    /** Locals live before the instruction at a position. */
    long[] at(int position) {
        return java.util.Arrays.copyOfRange(sets, position * words, (position + 1) * words);
    }

    private void pass() {
        List<Ins> code = func.code;
        long[] live = func.falls() ? handed(func.outcomes.getFirst()) : new long[words];
        System.arraycopy(live, 0, sets, code.size() * words, words);
        for (int i = code.size() - 1; i >= 0; i--) {
            step(code.get(i), i, live);
            System.arraycopy(live, 0, sets, i * words, words);
        }
    }

    private void step(Ins ins, int position, long[] live) {
        if (ins.opens()) {
            open(ins, live);
            return;
        }
        switch (ins.op) {
            case Op.END, Op.DELEGATE -> {
                if (ins.label.op != Op.LOOP) {
                    ins.label.live = live.clone();
                }
                ins.label.elseLive = null;
                if (ins.label.op == Op.TRY || ins.label.op == Op.TRY_TABLE) {
                    ins.label.handlerLive = new long[words];
                    if (ins.label.op == Op.TRY_TABLE || ins.op == Op.DELEGATE) {
                        startHandled(ins.label);
                    }
                }
            }
            case Op.ELSE -> {
                ins.label.elseLive = live.clone();
                set(live, ins.label.live);
            }
            case Op.CATCH, Op.CATCH_ALL -> {
                Bits.addAll(ins.label.handlerLive, live);
                set(live, ins.label.live);
                if (ins.label.middle == position) {
                    startHandled(ins.label);
                }
            }
            case Op.BR, Op.BR_TABLE -> {
                java.util.Arrays.fill(live, 0);
                targets(ins, live);
            }
            case Ins.PART -> part(ins, live);
            case Op.LOCAL_GET -> Bits.add(live, ins.local);
            case Op.LOCAL_SET, Op.LOCAL_TEE -> Bits.remove(live, ins.local);
            default -> {
                if (ins.isTerminal()) {
                    java.util.Arrays.fill(live, 0);
                } else {
                    targets(ins, live);
                }
                thrown(ins, live);
            }
        }
    }

    /** It reads its parameters, and wherever it goes on what is read there but what it hands over. */
    private void part(Ins ins, long[] live) {
        long[] before = new long[words];
        for (Outcome outcome : ins.callee.outcomes) {
            long[] there = (outcome.target() == null ? live : outcome.target().live).clone();
            outcome.writes().forEach(w -> Bits.remove(there, w));
            Bits.addAll(before, there);
        }
        for (int param : ins.callee.params) {
            Bits.add(before, param);
        }
        set(live, before);
        thrown(ins, live);
    }

    private void thrown(Ins ins, long[] live) {
        if (ins.canThrow()) {
            handlers.forEach(h -> Bits.addAll(live, h.handlerLive));
        }
    }

    private long[] handed(Outcome outcome) {
        long[] set = new long[words];
        outcome.writes().forEach(w -> Bits.add(set, w));
        return set;
    }

    private void open(Ins ins, long[] live) {
        Label label = ins.label;
        switch (ins.op) {
            case Op.LOOP -> changed |= Bits.addAll(label.live, live);
            case Op.IF -> Bits.addAll(live, label.elseLive != null ? label.elseLive : label.live);
            case Op.TRY, Op.TRY_TABLE -> {
                if (!handlers.isEmpty() && handlers.peek() == label) {
                    handlers.pop();
                }
            }
            default -> { }
        }
    }

    private void startHandled(Label label) {
        if (label.op == Op.TRY_TABLE) {
            for (Label target : handlersOf(label)) {
                Bits.addAll(label.handlerLive, target.live);
            }
        }
        handlers.push(label);
    }

    private Label[] handlersOf(Label label) {
        return func.code.get(label.open).targets;
    }

    private static void targets(Ins ins, long[] live) {
        for (Label target : ins.targets) {
            Bits.addAll(live, target.live);
        }
    }

    private static void set(long[] live, long[] other) {
        System.arraycopy(other, 0, live, 0, live.length);
    }
}
