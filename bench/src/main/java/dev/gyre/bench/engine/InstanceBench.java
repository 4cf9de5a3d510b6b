package dev.gyre.bench.engine;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Instantiate, call and drop, for a guest of one page, one of 17 and the four modules of a component: Gyre, a fresh Chicory instance, and V8,
 * in turns and each in a process of its own.
 */
public final class InstanceBench {
    private static final List<String> GUESTS = List.of("small", "hello", "component");

    private final Path root;
    private final double seconds;
    private final Map<String, Double> best = new HashMap<>();

    private InstanceBench(Path root, double seconds) {
        this.root = root;
        this.seconds = seconds;
    }

    /** @param args repository, rounds, seconds a run */
    public static void main(String[] args) throws Exception {
        new InstanceBench(Path.of(args[0]), Double.parseDouble(args[2])).run(Integer.parseInt(args[1]));
    }

    private void run(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            for (String guest : GUESTS) {
                int result = v8(guest);
                gyre(guest, "gyre", result);
                if (!guest.equals("component")) {
                    gyre(guest, "chicory", result);
                }
            }
        }
        System.out.printf("%s, JMH, Node %s, %d rounds in turns, CPU time of the process in the best half second, µs%n",
                System.getProperty("java.vm.version"), Peers.nodeVersion(), rounds);
        System.out.printf("%-10s %10s %14s %10s %16s %10s%n", "guest", "Gyre", "fresh Chicory", "V8", "Gyre/Chicory", "Gyre/V8");
        for (String guest : GUESTS) {
            double gyre = best.get(guest + " gyre");
            Optional<Double> chicory = Optional.ofNullable(best.get(guest + " chicory"));
            double v8 = best.get(guest + " v8");
            System.out.printf("%-10s %10.2f %14s %10.2f %16s %10.3f%n", guest, gyre, chicory.map(c -> "%.2f".formatted(c)).orElse("-"), v8,
                    chicory.map(c -> "%.3f".formatted(gyre / c)).orElse("-"), gyre / v8);
        }
    }

    private int v8(String guest) throws Exception {
        String[] line = Peers.node(root.resolve("bench/js/instance.mjs"), List.of(root.toString(), guest, "" + seconds)).split(" ");
        best.merge(guest + " v8", Double.parseDouble(line[1]), Math::min);
        return Integer.parseInt(line[0]);
    }

    private void gyre(String guest, String engine, int expected) throws Exception {
        int result = Events.of(engine, guest, root).getAsInt();
        if (result != expected) {
            throw new IllegalStateException(guest + " gave " + result + " on " + engine + ", but " + expected + " on V8");
        }
        var results = Micro.run(Micro.options(InstanceBenchmark.class, root, seconds).param("guest", guest).param("engine", engine));
        best.merge(guest + " " + engine, Micro.best(results.iterator().next()), Math::min);
    }
}
