package dev.gyre.bench.component;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

import dev.gyre.bench.engine.Micro;

/** What a call of a component costs with values of several kinds, by codecs and by generated code, and what an instance costs over its core instances. */
public final class ComponentBench {
    private ComponentBench() {
    }

    /** @param args repository, seconds each */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        double seconds = Double.parseDouble(args[1]);
        calls(root, seconds);
        Micro.print(ComponentInstanceBenchmark.class, root, seconds);
    }

    private static void calls(Path root, double seconds) throws RunnerException {
        Map<String, Map<String, Double>> best = new LinkedHashMap<>();
        for (RunResult result : Micro.run(Micro.options(ComponentBenchmark.class, root, seconds))) {
            best.computeIfAbsent(result.getPrimaryResult().getLabel(), l -> new LinkedHashMap<>()).put(result.getParams().getParam("adapters"), Micro.best(result) * 1000);
        }
        System.out.printf("%-26s %14s %14s %8s%n", "CPU ns, best", "codecs", "generated", "ratio");
        best.forEach((what, by) -> System.out.printf("%-26s %14.1f %14.1f %8.2f%n", what, by.get(ComponentBenchmark.CODECS), by.get(ComponentBenchmark.GENERATED),
                by.get(ComponentBenchmark.GENERATED) / by.get(ComponentBenchmark.CODECS)));
    }
}
