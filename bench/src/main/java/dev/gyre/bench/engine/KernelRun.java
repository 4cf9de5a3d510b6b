package dev.gyre.bench.engine;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Store;
import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** One kernel on Gyre's engine in a process of its own: prints its result and the best CPU time in µs. */
public final class KernelRun {
    private KernelRun() {
    }

    /** @param args module, argument of its function, seconds of CPU time */
    public static void main(String[] args) throws Exception {
        ChicoryEngine engine = new ChicoryEngine();
        try (Store store = engine.openStore(Guests.LIMITS, "")) {
            CoreInstance instance = Guests.prepare(engine, Files.readAllBytes(Path.of(args[0]))).instantiate(store);
            instance.function("_initialize").ifPresent(CoreFunction::call);
            CoreFunction run = instance.function("run").orElseThrow();
            long n = Long.parseLong(args[1]);
            long end = Guests.cpu() + (long) (Double.parseDouble(args[2]) * 1e9);
            long best = Long.MAX_VALUE;
            long result;
            do {
                long start = Guests.cpu();
                result = run.call(n)[0];
                best = Math.min(best, Guests.cpu() - start);
            } while (Guests.cpu() < end);
            System.out.println((int) result + " " + best / 1000.0);
        }
    }
}
