package dev.gyre.itests.component.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** Damages components for as long as wanted: {@code Fuzz CORPUS SEED MINUTES FINDINGS}. What breaks us is written to the last folder. */
public final class Fuzz {
    private Fuzz() {
    }

    public static void main(String[] args) throws Exception {
        List<byte[]> corpus = corpus(Path.of(args[0]));
        long seed = Long.parseLong(args[1]);
        long end = System.nanoTime() + (long) (Double.parseDouble(args[2]) * Duration.ofMinutes(1).toNanos());
        Path findings = Path.of(args[3]);
        Subject subject = new Subject(new ChicoryEngine());
        Thread worker = new Thread(null, () -> run(corpus, seed, end, findings, subject), "fuzz", 64 << 20);
        worker.start();
        worker.join();
    }

    private static void run(List<byte[]> corpus, long first, long end, Path findings, Subject subject) {
        long seed = first;
        int found = 0;
        for (; System.nanoTime() < end; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = new Mutator(random).mutate(corpus.get(random.nextInt(corpus.size())), corpus);
            Optional<String> wrong = subject.run(bytes);
            if (wrong.isPresent()) {
                found++;
                System.out.println("seed " + seed + ": " + wrong.get());
                write(findings.resolve(seed + ".wasm"), bytes);
            }
        }
        System.out.println((seed - first) + " components, of which valid and instantiated " + subject.counts() + ", broke us " + found);
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<byte[]> corpus(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".wasm")).sorted().map(f -> {
                try {
                    return Files.readAllBytes(f);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }).filter(b -> b.length > 16).toList();
        }
    }
}
