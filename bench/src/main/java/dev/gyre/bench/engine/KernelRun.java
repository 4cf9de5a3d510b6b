package dev.gyre.bench.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** One kernel on Gyre's engine in a process of its own: prints its result and the best CPU time in µs. */
public final class KernelRun {
    /** Times as much work takes seconds. */
    private static final long LONG = 1000;
    private static final long DEADLINE_MILLIS = 300;

    private KernelRun() {
    }

    /** @param args module, argument of its function, seconds of CPU time; and {@code stopped} when a guest of it shall have met its deadline before */
    public static void main(String[] args) throws Exception {
        ChicoryEngine engine = new ChicoryEngine();
        InstancePre pre = Guests.prepare(engine, Files.readAllBytes(Path.of(args[0])));
        long n = Long.parseLong(args[1]);
        if (args.length > 3) {
            stop(engine, pre, n * LONG);
        }
        try (Store store = engine.openStore(Guests.LIMITS, "")) {
            CoreFunction run = start(pre, store);
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

    private static CoreFunction start(InstancePre pre, Store store) {
        CoreInstance instance = pre.instantiate(store);
        instance.function("_initialize").ifPresent(CoreFunction::call);
        return instance.function("run").orElseThrow();
    }

    /** Makes the module's loops look whether they have to end, unless its functions, where they begin, look often enough. */
    private static void stop(ChicoryEngine engine, InstancePre pre, long n) {
        try (Store store = engine.openStore(Guests.LIMITS, "")) {
            CoreFunction run = start(pre, store);
            CompletableFuture.delayedExecutor(DEADLINE_MILLIS, TimeUnit.MILLISECONDS).execute(() -> store.interrupt(TrapKind.DEADLINE));
            run.call(n);
        } catch (TrapException e) {
            // as it should, or for want of stack
        }
    }
}
