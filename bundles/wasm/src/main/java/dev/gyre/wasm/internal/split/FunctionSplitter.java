package dev.gyre.wasm.internal.split;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

import dev.gyre.wasm.split.SplitOptions;

/** Splits one function until it and all its parts are small enough, or cannot be made smaller. For one thread. */
final class FunctionSplitter {
    private static final int MOST_ROUNDS = 12;
    /** Shares of the largest region's weight. */
    private static final int[] TIERS = {3, 10, Integer.MAX_VALUE};
    private static final int LEAST_PARTS = 16;
    /** A lower score makes a function slower than what it saves is worth, unless it must be made smaller. */
    private static final double CHEAP = 10;

    private final SplitOptions options;

    FunctionSplitter(SplitOptions options) {
        this.options = options;
    }

    /** Gives those that are still too large. */
    List<Func> split(Func whole) {
        List<Func> large = new ArrayList<>();
        Deque<Func> todo = new ArrayDeque<>(List.of(whole));
        int mostParts = LEAST_PARTS + JvmSize.of(whole).weight() / options.minBytes();
        while (!todo.isEmpty()) {
            Func func = todo.remove();
            JvmSize size = JvmSize.of(func);
            for (int round = 0; round < MOST_ROUNDS && isLarge(size) && whole.root.parts.size() < mostParts; round++) {
                List<Func> parts = round(func, size);
                if (parts.isEmpty()) {
                    break;
                }
                todo.addAll(parts);
                size = JvmSize.of(func);
            }
            if (size.bytes() > options.maxBytes()) {
                large.add(func);
            }
        }
        return large;
    }

    private boolean isLarge(JvmSize size) {
        return size.bytes() > options.maxBytes() || size.weight() > options.targetBytes();
    }

    private List<Func> round(Func func, JvmSize size) {
        Layout layout = Layout.of(func);
        int room = Math.clamp(options.targetBytes() * 15 / 16 - size.frame(), options.minBytes(), Math.max(layout.weight(0, func.code.size()) * 3 / 4, options.minBytes()));
        if (!func.regrouped) {
            func.regrouped = true;
            if (new Regrouper(func, layout, room * 4 / 5).regroup()) {
                layout = Layout.of(func);
            }
        }
        Liveness liveness = Liveness.of(func);
        double[] frequency = Frequency.of(func);
        List<Region> candidates = new Candidates(func, layout, liveness, frequency, options, room).find();
        List<Region> cheap = candidates.stream().filter(r -> r.score() >= CHEAP).toList();
        List<Region> chosen = choose(cheap, room, size.weight() - options.targetBytes());
        if (chosen.isEmpty() && size.bytes() > options.maxBytes()) {
            chosen = choose(candidates, room, size.weight() - options.targetBytes());
        }
        return chosen.isEmpty() ? List.of() : new Outliner(func, liveness, frequency).outline(chosen);
    }

    /**
     * The best ones that do not overlap, until enough is saved; in the order of the code. Large ones first: every call that is
     * left behind takes room, too, and a large region is often called no more than the small ones in it.
     */
    private static List<Region> choose(List<Region> regions, int most, int enough) {
        List<Region> candidates = new ArrayList<>(regions);
        candidates.sort(Comparator.comparingDouble(Region::score).reversed().thenComparingInt(Region::from).thenComparingInt(Region::to));
        TreeMap<Integer, Region> chosen = new TreeMap<>();
        long saved = 0;
        for (int tier = 0; tier < TIERS.length && saved < enough; tier++) {
            for (Region region : candidates) {
                if (saved >= enough) {
                    break;
                }
                if (region.saved() >= most / TIERS[tier] && isFree(region, chosen)) {
                    chosen.put(region.from(), region);
                    saved += region.saved();
                }
            }
        }
        return List.copyOf(chosen.values());
    }

    private static boolean isFree(Region region, TreeMap<Integer, Region> chosen) {
        var before = chosen.floorEntry(region.from());
        var after = chosen.ceilingEntry(region.from());
        return (before == null || !before.getValue().overlaps(region)) && (after == null || !after.getValue().overlaps(region));
    }
}
