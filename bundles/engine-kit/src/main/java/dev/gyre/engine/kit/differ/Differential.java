package dev.gyre.engine.kit.differ;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.gyre.engine.kit.generate.Choices;
import dev.gyre.engine.kit.generate.Program;

/** Runs programs on several subjects, which must agree. For one thread at a time. */
public final class Differential {
    private static final long SHRINK_MILLIS = 15_000;

    private final List<Subject> subjects;
    private final long millis;
    private int inconclusive;

    /**
     * A program on which subjects disagree.
     *
     * @param outcomes by subject
     */
    public record Difference(Program program, Map<String, Outcome> outcomes) {
        /** The first line at which the outcomes part, and how large the module is. */
        @Override
        public String toString() {
            StringBuilder out = new StringBuilder(program.name()).append(", ").append(program.wasm().length).append(" bytes");
            int longest = outcomes.values().stream().mapToInt(o -> o.lines().size()).max().orElse(0);
            for (int i = 0; i < longest; i++) {
                int line = i;
                if (outcomes.values().stream().map(o -> line(o, line)).distinct().count() > 1) {
                    outcomes.forEach((name, outcome) -> out.append("\n  ").append(name).append(", line ").append(line + 1).append(": ").append(line(outcome, line)));
                    break;
                }
            }
            return out.toString();
        }

        private static String line(Outcome outcome, int line) {
            return line < outcome.lines().size() ? outcome.lines().get(line) : "nothing";
        }
    }

    /** @param millis each subject may take for one program */
    public Differential(List<Subject> subjects, long millis) {
        this.subjects = List.copyOf(subjects);
        this.millis = millis;
    }

    /** Programs that told nothing because a subject ran out of time or stack. */
    public int inconclusive() {
        return inconclusive;
    }

    /** @return how the subjects disagree, if they do */
    public Optional<Difference> check(Program program) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        List<Outcome> seen = new ArrayList<>();
        for (Subject subject : subjects) {
            Outcome outcome = subject.run(program, millis);
            if (!outcome.conclusive()) {
                inconclusive++;
                return Optional.empty();
            }
            outcomes.put(subject.name(), outcome);
            seen.add(outcome);
        }
        for (int i = 1; i < subjects.size(); i++) {
            Outcome first = subjects.get(i).comparable(seen.getFirst());
            if (!first.equals(subjects.getFirst().comparable(seen.get(i)))) {
                return Optional.of(new Difference(program, outcomes));
            }
        }
        return Optional.empty();
    }

    /**
     * Checks what a generator makes of a seed's choices. A difference comes back as small as a few seconds can make it.
     *
     * @param generator makes a program of choices, the same one each time
     */
    public Optional<Difference> check(long seed, Function<Choices, Program> generator) {
        Choices choices = Choices.of(seed);
        Optional<Difference> found = check(generator.apply(choices));
        if (found.isEmpty()) {
            return found;
        }
        long[] small = Shrinker.shrink(choices.made(), c -> check(generator.apply(Choices.replay(c))).isPresent(), SHRINK_MILLIS);
        return check(generator.apply(Choices.replay(small))).or(() -> found);
    }
}
