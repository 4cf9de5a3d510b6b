package dev.gyre.bench;

import static dev.gyre.bench.ServerRun.median;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Servers that run side by side and are compared with the first of them. Rounds are interleaved, so that whatever else the machine does meets all alike. Prints medians over
 * the rounds; the processor time of the server's process for each request is the figure that other work on the machine disturbs least. For one thread.
 */
final class Comparison {
    /** The JIT compilers' time: a guest and its host are a hundred times the code of a bare handler. */
    private static final Duration WARM_UP = Duration.ofSeconds(12);

    private final Map<String, Target> targets = new LinkedHashMap<>();

    private record Target(URI uri, ProcessHandle server) {
        ServerRun run(int connections, Duration time) throws Exception {
            return ServerRun.of(uri, server, connections, time);
        }
    }

    /** Adds a server. @param uri what it is asked; @param server its process */
    void add(String name, URI uri, ProcessHandle server) {
        targets.put(name, new Target(uri, server));
    }

    /** Measures all of them, first with 32 connections and then with one. */
    void run(Duration time, int rounds) throws Exception {
        System.out.printf("%d processors, %s, %d rounds of %d s%n", Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.version"), rounds, time.toSeconds());
        System.out.printf("%-14s %11s %10s %8s %9s %9s %10s %8s %10s%n", "server", "connections", "requests/s", "ratio", "p50 us", "p99 us", "p99 ratio",
                "CPU us", "CPU ratio");
        for (Target target : targets.values()) {
            target.run(32, WARM_UP);
        }
        for (int connections : new int[] {32, 1}) {
            measure(connections, time, rounds);
        }
    }

    private void measure(int connections, Duration time, int rounds) throws Exception {
        Map<String, List<ServerRun>> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Target> target : targets.entrySet()) {
                results.computeIfAbsent(target.getKey(), k -> new ArrayList<>()).add(target.getValue().run(connections, time));
            }
        }
        List<ServerRun> base = results.values().iterator().next();
        results.forEach((name, runs) -> System.out.printf("%-14s %11d %10.0f %8.2f %9.0f %9.0f %10.2f %8.1f %10.2f%n", name, connections,
                median(runs, r -> r.load().perSecond()),
                median(runs, r -> r.load().perSecond()) / median(base, r -> r.load().perSecond()),
                median(runs, r -> r.load().micros(50)), median(runs, r -> r.load().micros(99)),
                median(runs, r -> r.load().micros(99)) / median(base, r -> r.load().micros(99)),
                median(runs, ServerRun::cpu), median(runs, ServerRun::cpu) / median(base, ServerRun::cpu)));
    }
}
