package dev.gyre.bench.engine;

import java.nio.file.Path;
import java.util.Collection;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH, each benchmark in a JVM of its own. */
public final class Micro {
    /** Of an iteration; a process has five to warm up, and as many as its seconds allow to be measured. */
    private static final TimeValue ITERATION = TimeValue.milliseconds(500);

    private Micro() {
    }

    /** How benchmarks of a class are run. */
    public static ChainedOptionsBuilder options(Class<?> benchmark, Path root, double seconds) {
        return new OptionsBuilder().include(benchmark.getName() + "\\.").param("root", root.toString()).forks(1).jvmArgsAppend("-Xss4m", "--sun-misc-unsafe-memory-access=allow")
                .warmupIterations(5).warmupTime(TimeValue.seconds(1))
                .measurementIterations((int) Math.max(3, seconds * 1000 / ITERATION.convertTo(java.util.concurrent.TimeUnit.MILLISECONDS)))
                .measurementTime(ITERATION).addProfiler(CpuProfiler.class).verbosity(VerboseMode.SILENT).shouldFailOnError(true);
    }

    public static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run();
    }

    /** Runs benchmarks that are measured in nanoseconds, and prints a line for each. */
    public static void print(Class<?> benchmarks, Path root, double seconds) throws RunnerException {
        System.out.printf("%s, JMH, one JVM each%n%-24s %10s %10s %18s%n", System.getProperty("java.vm.version"), "", "ns", "± 99.9%", "CPU ns, best");
        for (RunResult result : run(options(benchmarks, root, seconds))) {
            System.out.printf("%-24s %10.1f %10.1f %18.1f%n", result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError(), best(result) * 1000);
        }
    }

    /** CPU time of an operation in the best iteration, in µs. */
    public static double best(RunResult result) {
        return result.getBenchmarkResults().stream().flatMap(b -> b.getIterationResults().stream())
                .mapToDouble(i -> i.getSecondaryResults().get(CpuProfiler.CPU).getScore()).min().orElseThrow();
    }
}
