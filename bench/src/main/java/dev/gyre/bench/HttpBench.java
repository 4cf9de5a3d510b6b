package dev.gyre.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hello over HTTP, a fresh instance per request, for each executor, paired with a bare Jetty handler that answers the same
 * bytes. All servers run side by side; rounds are interleaved, so that whatever else the machine does meets all alike. Prints
 * medians over the rounds.
 */
public final class HttpBench {
    private HttpBench() {
    }

    /** @param args repository, seconds of each measurement, rounds */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(Long.parseLong(args[1]));
        int rounds = Integer.parseInt(args[2]);
        try (Servers servers = new Servers(Path.of(args[0]))) {
            URI spin = servers.gyre("bench/apps/hello", "/spin");
            Map<String, URI> targets = new LinkedHashMap<>();
            targets.put("bare Jetty", servers.bareJetty("/", Servers.body(spin)));
            targets.put("Spin executor", spin);
            targets.put("WAGI executor", spin.resolve("/wagi"));
            System.out.printf("%d processors, %s, %d rounds of %d s%n", Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.vm.version"), rounds, time.toSeconds());
            System.out.printf("%-14s %11s %10s %8s %9s %9s %10s%n", "server", "connections", "requests/s", "ratio", "p50 us", "p99 us", "p99 ratio");
            for (int connections : new int[] {1, 32}) {
                measure(targets, connections, time, rounds);
            }
        }
    }

    private static void measure(Map<String, URI> targets, int connections, Duration time, int rounds) throws Exception {
        for (URI uri : targets.values()) {
            new Load(uri).run(connections, time.multipliedBy(2)); // the JIT compilers' time
        }
        Map<String, List<Load.Result>> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, URI> target : targets.entrySet()) {
                results.computeIfAbsent(target.getKey(), k -> new ArrayList<>()).add(new Load(target.getValue()).run(connections, time));
            }
        }
        List<Load.Result> base = results.values().iterator().next();
        results.forEach((name, runs) -> System.out.printf("%-14s %11d %10.0f %8.2f %9.0f %9.0f %10.2f%n", name, connections,
                median(runs, Load.Result::perSecond),
                median(runs, Load.Result::perSecond) / median(base, Load.Result::perSecond),
                median(runs, r -> r.micros(50)), median(runs, r -> r.micros(99)),
                median(runs, r -> r.micros(99)) / median(base, r -> r.micros(99))));
    }

    private static double median(List<Load.Result> runs, java.util.function.ToDoubleFunction<Load.Result> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
