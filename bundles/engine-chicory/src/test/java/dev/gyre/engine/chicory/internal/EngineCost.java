package dev.gyre.engine.chicory.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.engine.chicory.internal.run.PoolBudget;

/** Prints what an instance and a call cost, in CPU time of the thread; run by hand with modules to instantiate. */
final class EngineCost {
    private static final StoreLimits LIMITS = new StoreLimits(256 << 20, 100_000, 10);
    private static int sink;

    private EngineCost() {
    }

    public static void main(String[] modules) throws IOException {
        ChicoryEngine engine = new ChicoryEngine();
        Store store = engine.openStore(LIMITS, 1);
        CoreFunction add = prepare(engine, Guests.bytes("basic")).instantiate(store).function("add").orElseThrow();
        CoreFunction four = prepare(engine, Guests.bytes("basic")).instantiate(store).function("four").orElseThrow();
        var handle = add.handle();
        print("call", 10_000, () -> sink += (int) add.call(1, 2)[0]);
        print("handle", 10_000, () -> {
            try {
                sink += (int) handle.invokeExact(1, 2);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        print("call with two host calls", 10_000, () -> sink += (int) four.call(1)[0]);
        instances("basic", Guests.bytes("basic"));
        for (String module : modules) {
            instances(module, Files.readAllBytes(Path.of(module)));
        }
    }

    private static void instances(String name, byte[] wasm) {
        System.out.println(name);
        for (boolean pooled : new boolean[] {true, false}) {
            ChicoryEngine engine = pooled ? new ChicoryEngine() : new ChicoryEngine(new PoolBudget(0));
            InstancePre pre = prepare(engine, wasm);
            print(pooled ? "instance, pooled memory" : "instance, new memory", 20, () -> {
                try (Store store = engine.openStore(LIMITS, 1)) {
                    pre.instantiate(store);
                }
            });
            print(pooled ? "  that grows" : "  new memory that grows", 20, () -> {
                try (Store store = engine.openStore(LIMITS, 1)) {
                    pre.instantiate(store).memory("memory").ifPresent((LinearMemory m) -> m.grow(1));
                }
            });
        }
    }

    private static InstancePre prepare(ChicoryEngine engine, byte[] wasm) {
        CompiledModule module = engine.compile(wasm, CompileOptions.uncached("cost"));
        List<ImportBinding> bindings = new ArrayList<>();
        module.imports().forEach(i -> {
            ExternType.Func type = (ExternType.Func) i.type();
            long[] results = new long[type.results().size()];
            bindings.add(new ImportBinding.Host(new HostFunction(i.name(), type, (caller, args) -> results)));
        });
        return module.prepare(bindings);
    }

    private static void print(String what, int batch, Runnable body) {
        var cpu = ManagementFactory.getThreadMXBean();
        long end = System.nanoTime() + 2_000_000_000L;
        long best = Long.MAX_VALUE;
        do {
            long start = cpu.getCurrentThreadCpuTime();
            for (int i = 0; i < batch; i++) {
                body.run();
            }
            best = Math.min(best, cpu.getCurrentThreadCpuTime() - start);
        } while (System.nanoTime() < end);
        System.out.printf("%-28s %9.3f us%n", what, best / 1000.0 / batch);
    }
}
