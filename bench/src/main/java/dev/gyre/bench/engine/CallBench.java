package dev.gyre.bench.engine;

import java.nio.file.Path;

import org.openjdk.jmh.results.RunResult;

/** Calls into a guest and out of it, and reads and writes of its memory. */
public final class CallBench {
    private CallBench() {
    }

    /** @param args repository, seconds each */
    public static void main(String[] args) throws Exception {
        System.out.printf("%s, JMH, one JVM each%n%-24s %10s %10s %18s%n", System.getProperty("java.vm.version"), "", "ns", "± 99.9%", "CPU ns, best");
        for (RunResult result : Micro.run(Micro.options(CallBenchmark.class, Path.of(args[0]), Double.parseDouble(args[1])))) {
            System.out.printf("%-24s %10.1f %10.1f %18.1f%n", result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError(), Micro.best(result) * 1000);
        }
    }
}
