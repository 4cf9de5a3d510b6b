package dev.gyre.bench.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Language VMs compiled to WebAssembly, QuickJS and StarlingMonkey, running JavaScript on Gyre and on V8, in turns. */
public final class GuestBench {
    private GuestBench() {
    }

    /** @param args repository, rounds, seconds a run */
    public static void main(String[] args) throws Exception {
        Path bench = Path.of(args[0], "bench");
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache")).resolve("gyre-bench");
        int fetched = new ProcessBuilder(bench.resolve("guests/fetch.sh").toString(), cache.toString()).inheritIO().start().waitFor();
        if (fetched != 0 || Files.notExists(cache.resolve("starlingmonkey.wasm"))) {
            throw new IllegalStateException("bench/guests/fetch.sh ended with " + fetched);
        }
        System.out.printf("%s, Node %s, %s rounds in turns, CPU time in ms%n", System.getProperty("java.vm.version"), Peers.nodeVersion(), args[1]);
        System.out.printf("%-16s %12s %12s %12s %12s %8s%n", "guest", "Gyre first", "Gyre best", "V8 first", "V8 best", "ratio");
        row(bench, Integer.parseInt(args[1]), "quickjs", cache.resolve("quickjs.wasm"), bench.resolve("guests/program.js").toString(), args[2]);
        row(bench, Integer.parseInt(args[1]), "starlingmonkey", cache.resolve("starlingmonkey.wasm"), "2000", args[2]);
    }

    private static void row(Path bench, int rounds, String kind, Path module, String argument, String seconds) throws Exception {
        double[] gyre = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] v8 = gyre.clone();
        for (int round = 0; round < rounds; round++) {
            String[] ours = Peers.java(GuestRun.class, List.of(kind, module.toString(), argument, seconds)).split(" ");
            String[] theirs = Peers.node(bench.resolve("js/guest.mjs"), List.of(kind, module.toString(), argument, seconds)).split(" ");
            if (!ours[0].equals(theirs[0])) {
                throw new IllegalStateException(kind + " gave " + ours[0] + ", on V8 " + theirs[0]);
            }
            for (int i = 0; i < gyre.length; i++) {
                gyre[i] = Math.min(gyre[i], Double.parseDouble(ours[i + 1]) / 1000);
                v8[i] = Math.min(v8[i], Double.parseDouble(theirs[i + 1]) / 1000);
            }
        }
        System.out.printf("%-16s %12.1f %12.1f %12.1f %12.1f %8.1f%n", kind, gyre[0], gyre[1], v8[0], v8[1], gyre[1] / v8[1]);
        if (v8[2] > 0) {
            System.out.printf("%-16s %12s %12.2f %12s %12.2f %8.1f%n", "  instance, add", "", gyre[2], "", v8[2], gyre[2] / v8[2]);
        }
    }
}
