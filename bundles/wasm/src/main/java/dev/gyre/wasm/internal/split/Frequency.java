package dev.gyre.wasm.internal.split;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.gyre.wasm.Op;

/**
 * How often code runs, guessed: a loop goes around eight times, a branch is taken in three of ten cases, the targets of a
 * table are equally likely. One forward pass. Stateless.
 */
final class Frequency {
    private static final double LOOP = 8;
    private static final double TAKEN = 0.3;
    private static final double LEAST = 1e-4;

    private Frequency() {
    }

    /** Of each instruction, when the function runs once. */
    static double[] of(Func func) {
        List<Ins> code = func.code;
        double[] out = new double[code.size() + 1];
        Map<Label, double[]> arriving = new IdentityHashMap<>();
        Map<Label, Integer> loops = new IdentityHashMap<>();
        Map<Label, Double> otherwise = new IdentityHashMap<>();
        arriving.put(func.body, new double[1]);
        loops.put(func.body, 0);
        int depth = 0;
        double now = 1;
        for (int i = 0; i < code.size(); i++) {
            Ins ins = code.get(i);
            out[i] = now = Math.max(now, LEAST);
            if (ins.opens()) {
                arriving.put(ins.label, new double[1]);
                if (ins.op == Op.LOOP) {
                    depth++;
                    now *= LOOP;
                } else if (ins.op == Op.IF) {
                    now /= 2;
                    otherwise.put(ins.label, now);
                }
                loops.put(ins.label, depth);
                continue;
            }
            switch (ins.op) {
                case Op.ELSE -> {
                    arriving.get(ins.label)[0] += now;
                    now = otherwise.remove(ins.label);
                }
                case Op.CATCH, Op.CATCH_ALL -> {
                    arriving.get(ins.label)[0] += now;
                    now = LEAST;
                }
                case Op.END, Op.DELEGATE -> {
                    if (ins.label.op == Op.LOOP) {
                        depth--;
                        now /= LOOP;
                    } else {
                        now += arriving.get(ins.label)[0] + otherwise.getOrDefault(ins.label, 0.0);
                    }
                }
                case Op.BR -> {
                    send(ins.targets[0], now, depth, arriving, loops);
                    now = 0;
                }
                case Op.BR_TABLE, Ins.PART -> {
                    Set<Label> distinct = new HashSet<>(List.of(ins.targets));
                    boolean falls = !ins.isTerminal();
                    for (Label target : distinct) {
                        send(target, now * (falls ? TAKEN : 1) / distinct.size(), depth, arriving, loops);
                    }
                    now = falls ? now * (1 - TAKEN) : 0;
                }
                default -> {
                    if (ins.isTerminal()) {
                        now = 0;
                    } else if (ins.targets.length > 0) {
                        send(ins.targets[0], now * TAKEN, depth, arriving, loops);
                        now *= 1 - TAKEN;
                    }
                }
            }
        }
        out[code.size()] = now;
        return out;
    }

    private static void send(Label target, double amount, int depth, Map<Label, double[]> arriving, Map<Label, Integer> loops) {
        if (target.op != Op.LOOP && arriving.containsKey(target)) {
            arriving.get(target)[0] += amount / Math.pow(LOOP, depth - loops.get(target));
        }
    }
}
