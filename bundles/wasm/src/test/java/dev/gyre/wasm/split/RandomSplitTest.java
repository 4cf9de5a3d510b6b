package dev.gyre.wasm.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;

import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.internal.split.ModuleSplitter;
import org.junit.jupiter.api.Test;

class RandomSplitTest {
    /** So small that everything is split that can be. */
    private static final SplitOptions TINY = new SplitOptions(500, 400, 20);
    private static final int SEEDS = Integer.getInteger("gyre.split.seeds", 40);
    private static final long[][] CALLS = {{3, 5, Double.doubleToLongBits(1.5)}, {-1, 1L << 40, Double.doubleToLongBits(1e9)}, {77, -9, 0}};

    @Test
    void splitModulesDoWhatTheyDidBefore() {
        int[] parts = new int[1];
        IntStream.range(0, SEEDS).forEach(seed -> parts[0] += check(seed));
        assertTrue(parts[0] > 5 * SEEDS, "only " + parts[0] + " functions were made of " + SEEDS + " modules");
    }

    private static int check(int seed) {
        byte[] module = new RandomModule(seed).make();
        SplitResult result = new ModuleSplitter(ModuleBinary.read(module), TINY).split();
        try {
            Run before = Run.of(module, false, RandomModule.GLOBALS, "run", CALLS);
            assertEquals(before, Run.of(result.module(), false, RandomModule.GLOBALS, "run", CALLS), () -> "seed " + seed + ", interpreted");
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
        return result.origins().size();
    }

    @Test
    void whatIsSmallIsLeftAlone() {
        byte[] module = new RandomModule(1).make();
        assertSame(module, new ModuleSplitter(ModuleBinary.read(module), new SplitOptions(1_000_000, 900_000, 100)).split().module());
    }
}
