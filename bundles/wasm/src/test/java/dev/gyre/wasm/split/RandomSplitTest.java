package dev.gyre.wasm.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code -Dgyre.split.seeds=100000} for longer. */
class RandomSplitTest {
    private static final int SEEDS = Integer.getInteger("gyre.split.seeds", 120);
    private static final long[][] CALLS = {{3, 5, Double.doubleToLongBits(1.5)}, {-1, 1L << 40, Double.doubleToLongBits(1e9)}, {77, -9, 0}};

    @Test
    void splitModulesDoWhatTheyDidBefore() {
        int parts = IntStream.range(0, SEEDS).parallel().map(seed -> check(seed, sizes(seed))).sum();
        assertTrue(parts > 20 * SEEDS, "only " + parts + " functions were made of " + SEEDS + " modules");
    }

    /** From so small that everything is split that can be, to a few parts. */
    private static SplitOptions sizes(int seed) {
        Random random = new Random(seed);
        int min = 10 + random.nextInt(60);
        int target = min + 50 + random.nextInt(900);
        return new SplitOptions(target + random.nextInt(500), target, min);
    }

    @ParameterizedTest
    @CsvSource({
        "81, 2815, 262, 107", // what a part hands over at its end was lost by parts of it
        "106190, 989, 542, 63"}) // type 64 is a block's, which Chicory takes for none
    void whatWentWrongOnce(int seed, int max, int target, int min) {
        assertTrue(check(seed, new SplitOptions(max, target, min)) > 0);
    }

    private static int check(int seed, SplitOptions sizes) {
        byte[] module = new RandomModule(seed).make();
        SplitResult result = Splitter.split(module, sizes);
        try {
            Run before = Run.of(module, false, RandomModule.GLOBALS, "run", CALLS);
            assertEquals(before, Run.of(result.module(), false, RandomModule.GLOBALS, "run", CALLS), () -> "seed " + seed + ", " + sizes);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ", " + sizes, e);
        }
        return result.origins().size();
    }

    @Test
    void whatIsSmallIsLeftAlone() {
        byte[] module = new RandomModule(1).make();
        assertSame(module, Splitter.split(module, new SplitOptions(1_000_000, 900_000, 100)).module());
    }
}
