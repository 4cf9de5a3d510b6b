package dev.gyre.itests.component.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** Damages components for as long as wanted: {@code Fuzz SEED MINUTES FINDINGS CORPUS...}. What breaks us is written to a folder. */
public final class Fuzz {
    private Fuzz() {
    }

    public static void main(String[] args) throws Exception {
        List<byte[]> corpus = corpus(Stream.of(args).skip(3).map(Path::of).filter(Files::isDirectory).toList());
        long seed = Long.parseLong(args[0]);
        long end = System.nanoTime() + (long) (Double.parseDouble(args[1]) * Duration.ofMinutes(1).toNanos());
        Path findings = Path.of(args[2]);
        Subject subject = new Subject(new ChicoryEngine());
        Thread worker = new Thread(null, () -> run(corpus, seed, end, findings, subject), "fuzz", 64 << 20);
        worker.start();
        worker.join();
    }

    private static void run(List<byte[]> corpus, long first, long end, Path findings, Subject subject) {
        long seed = first;
        int found = 0;
        for (; System.nanoTime() < end; seed++) {
            byte[] bytes = damaged(seed, corpus);
            Optional<String> wrong = subject.run(bytes);
            if (wrong.isPresent()) {
                found++;
                System.out.println("seed " + seed + ": " + wrong.get());
                write(findings.resolve(seed + ".wasm"), bytes);
            }
        }
        System.out.println((seed - first) + " components, of which valid and instantiated " + subject.counts() + ", broke us " + found);
    }

    /** Always the same for a seed and corpus. */
    static byte[] damaged(long seed, List<byte[]> corpus) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Mutator(random).mutate(corpus.get(random.nextInt(corpus.size())), corpus);
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All components in folders and those in them. */
    static List<byte[]> corpus(List<Path> folders) throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".wasm")).sorted().toList()) {
                    corpus.add(Files.readAllBytes(file));
                }
            }
        }
        corpus.removeIf(b -> b.length <= 16);
        return corpus;
    }
}
