package dev.gyre.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From the start of the process to the first answered request of {@code gyre up -f examples/hello}, in turns with a bare
 * {@code java Hello}: cold (empty caches), and warm (compile cache and AOT cache of earlier runs). Prints medians, and what
 * each phase of the warm start takes.
 */
public final class StartBench {
    private static final String PHASE = "gyre-trace ";

    private final Path root;
    private final Map<String, List<Double>> times = new LinkedHashMap<>();
    private final Map<String, List<Double>> phases = new LinkedHashMap<>();

    private StartBench(Path root) {
        this.root = root;
    }

    /** @param args repository, runs */
    public static void main(String[] args) throws Exception {
        StartBench bench = new StartBench(Path.of(args[0]));
        int runs = Integer.parseInt(args[1]);
        Path warm = Files.createTempDirectory("gyre-bench-warm");
        bench.prepare(warm);
        for (int i = 0; i < runs; i++) {
            bench.add("java Hello", bench.hello());
            bench.add("gyre up, warm", bench.gyre(warm, true));
            bench.add("gyre up, cold", bench.gyre(Files.createTempDirectory("gyre-bench-cold"), false));
        }
        bench.print(runs);
    }

    /** Fills the caches as a user would: one start compiles the guest, {@code gyre aot} makes the start-up cache. */
    private void prepare(Path cache) throws Exception {
        gyre(cache, false);
        ProcessBuilder aot = new ProcessBuilder(root.resolve("gyre").toString(), "aot").inheritIO();
        aot.environment().put("XDG_CACHE_HOME", cache.toString());
        int code = aot.start().waitFor();
        if (code != 0) {
            throw new IllegalStateException("gyre aot ended with " + code);
        }
    }

    private void add(String name, double millis) {
        times.computeIfAbsent(name, k -> new ArrayList<>()).add(millis);
    }

    private double hello() throws Exception {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(Servers.java(), "-cp", System.getProperty("java.class.path"), Hello.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        process.waitFor();
        return (System.nanoTime() - start) / 1e6;
    }

    private double gyre(Path cache, boolean record) throws Exception {
        try (Servers servers = new Servers(root)) {
            int port = Servers.freePort();
            URI uri = URI.create("http://127.0.0.1:" + port + "/hello");
            Path trace = Files.createTempFile("gyre-bench", ".trace");
            ProcessBuilder builder = new ProcessBuilder(servers.gyreUp("examples/hello", port))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(trace.toFile());
            builder.environment().put("XDG_CACHE_HOME", cache.toString());
            builder.environment().put("GYRE_TRACE_START", "1");
            long start = System.nanoTime();
            Process process = builder.start();
            Servers.await(uri);
            double millis = (System.nanoTime() - start) / 1e6;
            Servers.stop(process);
            if (record) {
                phases(trace);
            }
            Files.delete(trace);
            return millis;
        }
    }

    private void phases(Path trace) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(trace)) {
            lines.lines().filter(l -> l.startsWith(PHASE)).map(l -> l.split(" ", 4))
                    .forEach(f -> phases.computeIfAbsent(f[3], k -> new ArrayList<>()).add(Double.parseDouble(f[2])));
        }
    }

    private void print(int runs) {
        double unit = Median.of(times.get("java Hello"));
        System.out.printf("%d processors, %s, %d runs in turns, medians%n", Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.version"), runs);
        System.out.printf("%-34s %8s %8s%n", "", "ms", "x Hello");
        times.forEach((name, ms) -> System.out.printf("%-34s %8.0f %8.1f%n", name, Median.of(ms), Median.of(ms) / unit));
        System.out.println("phases of the warm start");
        phases.forEach((name, ms) -> System.out.printf("  %-32s %8.0f %8.1f%n", name, Median.of(ms), Median.of(ms) / unit));
    }
}
