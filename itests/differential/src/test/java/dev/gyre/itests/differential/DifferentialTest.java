package dev.gyre.itests.differential;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.gyre.engine.kit.differ.Differential;
import dev.gyre.engine.kit.generate.Choices;
import dev.gyre.engine.kit.generate.Dialect;
import dev.gyre.engine.kit.generate.ModuleGenerator;
import dev.gyre.engine.kit.generate.OperatorPrograms;

/** Some generated modules in every build; {@link LongRun} for more. */
class DifferentialTest {
    private static final long MILLIS = 20_000;
    private static final long BUDGET_NANOS = 25_000_000_000L;
    private static final int SEEDS = 300;

    @Test
    void enginesAgreeOnGeneratedModules() {
        Differential compiled = new Differential(Subjects.of("graalwasm,chicory,handles,split-chicory"), MILLIS);
        Differential interpreted = new Differential(Subjects.of("graalwasm,chicory,interpreter,split-interpreter"), MILLIS);
        int seeds = 0;
        for (long until = System.nanoTime() + BUDGET_NANOS; System.nanoTime() < until && seeds < SEEDS; seeds++) {
            long seed = seeds;
            agree(seed % 2 == 0 ? compiled.check(seed, c -> ModuleGenerator.generate("seed " + seed, Dialect.COMMON, c))
                    : interpreted.check(seed, c -> ModuleGenerator.generate("seed " + seed, Dialect.INTERPRETED, c)));
        }
        int inconclusive = compiled.inconclusive() + interpreted.inconclusive();
        assertTrue(seeds > 5 && inconclusive < seeds / 4 + 2, seeds + " seeds, " + inconclusive + " inconclusive");
    }

    @Test
    void enginesAgreeOnChangedGuests() {
        Differential differential = new Differential(Subjects.of("graalwasm,chicory,interpreter,split-chicory"), 2_000);
        GuestMutator mutator = GuestMutator.ofExamples();
        for (long seed = 0; seed < 8; seed++) {
            agree(differential.check(mutator.mutate("mutation " + seed, Choices.of(seed))));
        }
        assertTrue(differential.inconclusive() < 8, "all told nothing");
    }

    @Test
    void enginesAgreeOnEveryOperator() {
        Differential differential = new Differential(Subjects.of("graalwasm,chicory,handles"), MILLIS);
        agree(differential.check(OperatorPrograms.total(Dialect.COMMON)));
        OperatorPrograms.trapping().forEach(program -> agree(differential.check(program)));
        Differential interpreted = new Differential(Subjects.of("chicory,interpreter"), MILLIS);
        agree(interpreted.check(OperatorPrograms.total(Dialect.INTERPRETED)));
        OperatorPrograms.trapping().forEach(program -> agree(interpreted.check(program)));
    }

    private static void agree(Optional<Differential.Difference> difference) {
        assertTrue(difference.isEmpty(), () -> difference.get().toString());
    }
}
