package dev.gyre.wasm.internal.split;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.wasm.Op;

/** Which local variables may have changed where a region is left: one forward pass, in which a loop changes all it ever does. For one thread. */
final class Changes {
    private final Map<Label, long[]> arriving = new HashMap<>();
    private final Map<Label, long[]> before = new HashMap<>();
    private final long[] atEnd;

    Changes(Func func, int from, int to) {
        int words = func.root.words();
        Map<Label, long[]> inside = inside(func.code, from, to, words);
        long[] now = new long[words];
        for (int i = from; i < to; i++) {
            Ins ins = func.code.get(i);
            if (ins.opens()) {
                if (ins.op == Op.LOOP) {
                    Bits.addAll(now, inside.get(ins.label));
                }
                before.put(ins.label, now.clone());
            }
            if (ins.op == Ins.PART) {
                now = part(ins.callee, now);
                continue;
            }
            for (Label target : ins.targets) {
                long[] there = arriving.computeIfAbsent(target, t -> new long[words]);
                Bits.addAll(there, now);
                if (ins.op == Op.TRY_TABLE) {
                    Bits.addAll(there, inside.get(ins.label));
                }
            }
            switch (ins.op) {
                case Op.LOCAL_SET, Op.LOCAL_TEE -> Bits.add(now, ins.local);
                case Op.RETURN -> Bits.addAll(arriving.computeIfAbsent(func.root.body, t -> new long[words]), now);
                case Op.ELSE, Op.CATCH, Op.CATCH_ALL -> {
                    Bits.addAll(arriving.computeIfAbsent(ins.label, t -> new long[words]), now);
                    now = before.get(ins.label).clone();
                    if (ins.op != Op.ELSE) {
                        Bits.addAll(now, inside.get(ins.label));
                    }
                }
                case Op.END, Op.DELEGATE -> {
                    if (ins.label.op != Op.LOOP && arriving.containsKey(ins.label)) {
                        Bits.addAll(now, arriving.get(ins.label));
                    }
                    if (ins.label.op == Op.IF) {
                        Bits.addAll(now, before.get(ins.label));
                    }
                }
                default -> { }
            }
            if (ins.isTerminal()) {
                now = new long[words];
            }
        }
        atEnd = now;
    }

    /** What is changed behind it, and to where it branches. */
    private long[] part(Func callee, long[] now) {
        long[] behind = new long[now.length];
        for (Outcome outcome : callee.outcomes) {
            long[] there = now.clone();
            outcome.writes().forEach(w -> Bits.add(there, w));
            if (outcome.target() == null) {
                behind = there;
            } else {
                Bits.addAll(arriving.computeIfAbsent(outcome.target(), t -> new long[now.length]), there);
            }
        }
        return behind;
    }

    /** What is changed anywhere in loops and in blocks with handlers. */
    private static Map<Label, long[]> inside(List<Ins> code, int from, int to, int words) {
        Map<Label, long[]> sets = new HashMap<>();
        Deque<Label> open = new ArrayDeque<>();
        for (int i = from; i < to; i++) {
            Ins ins = code.get(i);
            if (ins.op == Op.LOOP || ins.op == Op.TRY || ins.op == Op.TRY_TABLE) {
                open.push(ins.label);
                sets.put(ins.label, new long[words]);
            } else if ((ins.op == Op.END || ins.op == Op.DELEGATE) && sets.containsKey(ins.label)) {
                long[] inner = sets.get(open.pop());
                if (!open.isEmpty()) {
                    Bits.addAll(sets.get(open.peek()), inner);
                }
            } else if ((ins.op == Op.LOCAL_SET || ins.op == Op.LOCAL_TEE) && !open.isEmpty()) {
                Bits.add(sets.get(open.peek()), ins.local);
            } else if (ins.op == Ins.PART && !open.isEmpty()) {
                ins.callee.outcomes.forEach(o -> o.writes().forEach(w -> Bits.add(sets.get(open.peek()), w)));
            }
        }
        return sets;
    }

    /** Where a branch to a label outside of the region goes. */
    long[] to(Label exit) {
        return arriving.get(exit);
    }

    /** Where it falls through. */
    long[] atEnd() {
        return atEnd;
    }
}
