package dev.gyre.wasm.internal.split;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.gyre.wasm.Op;

/**
 * How often code runs, guessed: a loop goes around eight times, a branch is taken in three of ten cases, the targets of a
 * table are equally likely. One forward pass. For one thread.
 */
final class Frequency {
    private static final double LOOP = 8;
    private static final double TAKEN = 0.3;
    private static final double LEAST = 1e-4;

    /** By branches, at the ends of blocks that are open or were. */
    private final Map<Label, double[]> arriving = new IdentityHashMap<>();
    /** In how many loops a label is. */
    private final Map<Label, Integer> loops = new IdentityHashMap<>();
    /** The other half of what came to an {@code if} whose {@code else} has not come. */
    private final Map<Label, Double> otherwise = new IdentityHashMap<>();
    private int depth;
    private double now = 1;

    private Frequency(Label body) {
        arriving.put(body, new double[1]);
        loops.put(body, 0);
    }

    /** Of each instruction, when the function runs once. */
    static double[] of(Func func) {
        List<Ins> code = func.code;
        double[] out = new double[code.size() + 1];
        Frequency frequency = new Frequency(func.body);
        for (int i = 0; i < code.size(); i++) {
            frequency.now = Math.max(frequency.now, LEAST);
            out[i] = frequency.now;
            frequency.step(code.get(i));
        }
        out[code.size()] = frequency.now;
        return out;
    }

    private void step(Ins ins) {
        if (ins.opens()) {
            open(ins);
            return;
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
            case Op.END, Op.DELEGATE -> end(ins.label);
            case Op.BR -> {
                send(ins.targets[0], now);
                now = 0;
            }
            case Op.BR_TABLE, Ins.PART -> toAny(new HashSet<>(List.of(ins.targets)), !ins.isTerminal());
            default -> {
                if (ins.isTerminal()) {
                    now = 0;
                } else if (ins.targets.length > 0) {
                    send(ins.targets[0], now * TAKEN);
                    now *= 1 - TAKEN;
                }
            }
        }
    }

    private void open(Ins ins) {
        arriving.put(ins.label, new double[1]);
        if (ins.op == Op.LOOP) {
            depth++;
            now *= LOOP;
        } else if (ins.op == Op.IF) {
            now /= 2;
            otherwise.put(ins.label, now);
        }
        loops.put(ins.label, depth);
    }

    private void end(Label label) {
        if (label.op == Op.LOOP) {
            depth--;
            now /= LOOP;
        } else {
            now += arriving.get(label)[0] + otherwise.getOrDefault(label, 0.0);
        }
    }

    /** @param falls whether it may also go on behind it */
    private void toAny(Set<Label> targets, boolean falls) {
        for (Label target : targets) {
            send(target, now * (falls ? TAKEN : 1) / targets.size());
        }
        now = falls ? now * (1 - TAKEN) : 0;
    }

    private void send(Label target, double amount) {
        if (target.op != Op.LOOP && arriving.containsKey(target)) {
            arriving.get(target)[0] += amount / Math.pow(LOOP, depth - loops.get(target));
        }
    }
}
