package dev.gyre.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From the start of {@code gyre up} to the first answered request for applications in JavaScript, whose components are 12 MB: with an empty
 * compile cache, with one that has the application, and with one that has another application of the same language VM. Prints medians.
 */
public final class DeployBench {
    private final RealGuests guests;
    private final Map<String, List<Start>> starts = new LinkedHashMap<>();

    /** @param resident the most of it, in MiB */
    private record Start(double millis, double cpuMillis, double resident) {
    }

    private DeployBench(RealGuests guests) {
        this.guests = guests;
    }

    /** @param args repository, runs */
    public static void main(String[] args) throws Exception {
        DeployBench bench = new DeployBench(RealGuests.built(Path.of(args[0])));
        int runs = Integer.parseInt(args[1]);
        for (int i = 0; i < runs; i++) {
            Path cache = Files.createTempDirectory("gyre-bench-cache");
            bench.add("c-component, empty cache", cache, "c-component", "/");
            bench.add("hello-js, empty cache", cache, "hello-js", "/");
            bench.add("hello-js from the cache", cache, "hello-js", "/");
            bench.add("plain, another StarlingMonkey", cache, "plain", "/plain/");
            bench.add("hono after plain", cache, "hono", "/hono/html");
        }
        System.out.printf("%d processors, %s, %d runs, medians%n", Runtime.getRuntime().availableProcessors(), System.getProperty("java.vm.version"), runs);
        System.out.printf("%-30s %8s %8s %14s%n", "", "ms", "CPU ms", "resident MiB");
        bench.starts.forEach((name, all) -> System.out.printf(Locale.ROOT, "%-30s %8.0f %8.0f %14.0f%n", name, Median.of(all.stream().mapToDouble(Start::millis)),
                Median.of(all.stream().mapToDouble(Start::cpuMillis)), Median.of(all.stream().mapToDouble(Start::resident))));
    }

    private void add(String name, Path cache, String guest, String path) throws Exception {
        starts.computeIfAbsent(name, k -> new ArrayList<>()).add(start(cache, guest, path));
    }

    private Start start(Path cache, String guest, String path) throws Exception {
        try (Servers servers = new Servers(guests.root())) {
            String app = guests.app(guest).toString();
            long begin = System.nanoTime();
            URI uri = servers.gyre(Map.of("XDG_CACHE_HOME", cache.toString()), app, path);
            double millis = (System.nanoTime() - begin) / 1e6;
            ProcessHandle process = servers.last();
            double cpu = Servers.cpu(process).toNanos() / 1e6;
            if (!Servers.answers(uri)) {
                throw new IOException(uri + " answers no longer");
            }
            return new Start(millis, cpu, Servers.memory(process, "VmHWM") / (double) (1 << 20));
        }
    }
}
