package dev.gyre.itests.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.gyre.engine.kit.differ.Differential;
import dev.gyre.engine.kit.differ.Subject;
import dev.gyre.engine.kit.generate.Dialect;
import dev.gyre.engine.kit.generate.ModuleGenerator;

/** Checks seed after seed for as long as told, and says what it found. */
final class LongRun {
    private static final long MILLIS = 5_000;
    private static final int TOLD = 250;
    /** Every so many seeds a real guest is changed, for each other a module is made. */
    private static final int GUESTS = 8;

    private LongRun() {
    }

    /** @param args the first seed, minutes, subjects as {@link Subjects#of} takes them */
    public static void main(String[] args) throws IOException {
        long first = Long.parseLong(args[0]);
        long until = System.nanoTime() + Duration.ofSeconds((long) (60 * Double.parseDouble(args[1]))).toNanos();
        List<Subject> subjects = Subjects.of(args[2]);
        Dialect dialect = args[2].matches("(split-)?v8(,(split-)?v8)*") ? Dialect.EVERYTHING
                : args[2].contains("interpreter") ? Dialect.INTERPRETED : Dialect.COMMON;
        Differential differential = new Differential(subjects, MILLIS);
        Path found = Files.createDirectories(Path.of(System.getProperty("gyre.root"), "itests/differential/target/differences"));
        GuestMutator mutator = GuestMutator.ofExamples();
        int differences = 0;
        long seed = first;
        for (; System.nanoTime() < until; seed++) {
            long now = seed;
            Optional<Differential.Difference> difference = differential.check(seed, c -> now % GUESTS == 0 ? mutator.mutate("seed " + now, c)
                    : ModuleGenerator.generate("seed " + now, dialect, c));
            if (difference.isPresent()) {
                differences++;
                Path file = Files.write(found.resolve("seed-" + seed + ".wasm"), difference.get().program().wasm());
                System.out.println(difference.get() + "\n  calls " + difference.get().program().calls() + "\n  written to " + file);
            }
            if ((seed - first + 1) % TOLD == 0) {
                System.out.println(seed - first + 1 + " seeds, " + differences + " differences, " + differential.inconclusive() + " inconclusive");
            }
        }
        subjects.forEach(Subject::close);
        System.out.println("seeds " + first + " to " + (seed - 1) + ": " + differences + " differences, " + differential.inconclusive() + " inconclusive");
        System.exit(differences == 0 ? 0 : 1);
    }
}
