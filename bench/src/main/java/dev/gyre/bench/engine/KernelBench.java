package dev.gyre.bench.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Seven compute kernels on Gyre's engine, with and without checks in loops, and on V8, in turns: the ratio of their best CPU times, and its geometric mean. */
public final class KernelBench {
    /** With an argument that makes a run take a few milliseconds. */
    private static final Map<String, Integer> KERNELS = new LinkedHashMap<>();

    static {
        KERNELS.put("sha256", 4);
        KERNELS.put("json", 2);
        KERNELS.put("matmul", 2);
        KERNELS.put("sort", 1);
        KERNELS.put("regex", 2);
        KERNELS.put("mandel", 100);
        KERNELS.put("fib", 27);
    }

    private KernelBench() {
    }

    /** @param args repository, rounds, seconds a run */
    public static void main(String[] args) throws Exception {
        Path bench = Path.of(args[0], "bench");
        int rounds = Integer.parseInt(args[1]);
        String seconds = args[2];
        Map<String, List<Double>> ours = new LinkedHashMap<>();
        Map<String, List<Double>> stopped = new LinkedHashMap<>();
        Map<String, List<Double>> theirs = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (var kernel : KERNELS.entrySet()) {
                String name = kernel.getKey();
                List<String> arguments = List.of(bench.resolve("kernels/" + name + ".wasm").toString(), kernel.getValue().toString(), seconds);
                String[] v8 = Peers.node(bench.resolve("js/kernel.mjs"), arguments).split(" ");
                add(ours, name, Peers.java(KernelRun.class, arguments), v8[0]);
                add(stopped, name, Peers.java(KernelRun.class, Stream.concat(arguments.stream(), Stream.of("stopped")).toList()), v8[0]);
                theirs.computeIfAbsent(name, k -> new ArrayList<>()).add(Double.parseDouble(v8[1]));
            }
        }
        System.out.printf("%s, Node %s, %d rounds in turns, best CPU time of each; stopped: after a guest met its deadline%n",
                System.getProperty("java.vm.version"), Peers.nodeVersion(), rounds);
        System.out.printf("%-10s %10s %10s %10s %8s %8s%n", "kernel", "Gyre µs", "stopped", "V8 µs", "ratio", "stopped");
        double product = 1;
        double stoppedProduct = 1;
        for (String name : KERNELS.keySet()) {
            double v8 = best(theirs.get(name));
            double gyre = best(ours.get(name));
            double after = best(stopped.get(name));
            product *= gyre / v8;
            stoppedProduct *= after / v8;
            System.out.printf("%-10s %10.0f %10.0f %10.0f %8.2f %8.2f%n", name, gyre, after, v8, gyre / v8, after / v8);
        }
        System.out.printf("geometric mean %37.2f %8.2f%n", Math.pow(product, 1.0 / KERNELS.size()), Math.pow(stoppedProduct, 1.0 / KERNELS.size()));
    }

    /** @param output the result and the time, in µs */
    private static void add(Map<String, List<Double>> times, String name, String output, String expected) {
        String[] words = output.split(" ");
        if (!words[0].equals(expected)) {
            throw new IllegalStateException(name + " gave " + words[0] + ", on V8 " + expected);
        }
        times.computeIfAbsent(name, k -> new ArrayList<>()).add(Double.parseDouble(words[1]));
    }

    private static double best(List<Double> values) {
        return values.stream().min(Double::compare).orElseThrow();
    }
}
