package dev.gyre.bench.engine;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Instantiate, call and drop, for a guest of one page and one of 17: Gyre, a fresh Chicory instance, and V8, in turns. */
public final class InstanceBench {
    private InstanceBench() {
    }

    /** @param args repository, rounds, seconds a run */
    public static void main(String[] args) throws Exception {
        Path bench = Path.of(args[0], "bench");
        int rounds = Integer.parseInt(args[1]);
        Map<String, Double> best = new HashMap<>();
        List<String> guests = List.of("small", "hello");
        for (int round = 0; round < rounds; round++) {
            for (String guest : guests) {
                String module = bench.resolve("kernels/" + guest + ".wasm").toString();
                keep(best, guest + " gyre", Peers.java(InstanceRun.class, List.of("gyre", module, args[2])));
                keep(best, guest + " chicory", Peers.java(InstanceRun.class, List.of("chicory", module, args[2])));
                keep(best, guest + " v8", Peers.node(bench.resolve("js/instance.mjs"), List.of(module, args[2])));
            }
        }
        System.out.printf("%s, Node %s, %d rounds in turns, best CPU time in µs%n", System.getProperty("java.vm.version"), Peers.nodeVersion(), rounds);
        System.out.printf("%-10s %10s %14s %10s %16s %10s%n", "guest", "Gyre", "fresh Chicory", "V8", "Gyre/Chicory", "Gyre/V8");
        for (String guest : guests) {
            double gyre = best.get(guest + " gyre");
            double chicory = best.get(guest + " chicory");
            double v8 = best.get(guest + " v8");
            System.out.printf("%-10s %10.2f %14.2f %10.2f %16.3f %10.3f%n", guest, gyre, chicory, v8, gyre / chicory, gyre / v8);
        }
    }

    private static void keep(Map<String, Double> best, String name, String line) {
        double result = Double.parseDouble(line.split(" ")[0]);
        Double before = best.putIfAbsent(name.split(" ")[0], result);
        if (before != null && before != result) {
            throw new IllegalStateException(name + " gave " + result + ", others " + before);
        }
        best.merge(name, Double.parseDouble(line.split(" ")[1]), Math::min);
    }
}
