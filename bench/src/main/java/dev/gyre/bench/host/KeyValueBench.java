package dev.gyre.bench.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

import dev.gyre.api.config.Configurations;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.files.Folders;
import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.bench.Median;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.host.key.value.internal.KeyValueConfig;
import dev.gyre.host.key.value.internal.KeyValueHealth;
import dev.gyre.host.key.value.internal.KeyValueInterfaces;
import dev.gyre.host.key.value.internal.KeyValueModule;
import dev.gyre.host.key.value.internal.KeyValueStores;
import dev.gyre.host.key.value.internal.face.SpinKeyValue1;
import dev.gyre.sqlite.internal.OpenDatabases;

/** Gets and sets of a value of 100 bytes per second, by a guest and by the same Java code without the guest, in turns. */
public final class KeyValueBench {
    private static final int BATCH = 16;

    private KeyValueBench() {
    }

    private interface Work {
        /** @param count how often */
        void run(int count) throws Exception;
    }

    /** @param args repository, seconds each, rounds */
    public static void main(String[] args) throws Exception {
        double seconds = Double.parseDouble(args[1]);
        int rounds = Integer.parseInt(args[2]);
        Path folder = Files.createTempDirectory("gyre-bench");
        try {
            System.out.printf("%-8s %-4s %12s %12s %8s%n", "store", "", "Java/s", "guest/s", "share");
            measure("memory", Optional.empty(), seconds, rounds);
            measure("file", Optional.of(folder), seconds, rounds);
        } finally {
            Folders.delete(folder);
        }
    }

    private static void measure(String name, Optional<Path> state, double seconds, int rounds) throws Exception {
        KeyValueStores stores = new KeyValueStores(new OpenDatabases(), new KeyValueHealth(), Configurations.defaults(KeyValueConfig.class), Map.of());
        BenchEvent event = new BenchEvent(state);
        ChicoryEngine engine = new ChicoryEngine();
        CompiledModule module = engine.compile(guest(), CompileOptions.uncached("key-value"));
        try (BoundHostInterfaces interfaces = new KeyValueInterfaces(stores).bind(event.component());
                BoundHostModule imports = new KeyValueModule(stores).bind(event.component());
                Store store = engine.openStore(new StoreLimits(1 << 20, 10, 1), event)) {
            CoreInstance guest = module.prepare(module.imports().stream()
                    .<ImportBinding>map(i -> new ImportBinding.Host(imports.function(i).orElseThrow())).toList()).instantiate(store);
            long opened = guest.function("open").orElseThrow().call()[0];
            SpinKeyValue1 java = (SpinKeyValue1) interfaces.create(SpinKeyValue1.class, event);
            long number = java.open("default");
            byte[] value = new byte[100];
            pair(name, "set", seconds, rounds, count -> {
                for (int i = 0; i < count; i++) {
                    java.set(number, "key", value);
                }
            }, count -> guest.function("sets").orElseThrow().call(opened, count));
            pair(name, "get", seconds, rounds, count -> {
                for (int i = 0; i < count; i++) {
                    java.get(number, "key");
                }
            }, count -> guest.function("gets").orElseThrow().call(opened, count));
        }
    }

    private static void pair(String name, String what, double seconds, int rounds, Work java, Work guest) throws Exception {
        double[][] rates = new double[2][rounds];
        for (Work warm : List.of(java, guest, java, guest)) {
            rate(warm, seconds);
        }
        for (int round = 0; round < rounds; round++) {
            rates[0][round] = rate(java, seconds);
            rates[1][round] = rate(guest, seconds);
        }
        double first = Median.of(DoubleStream.of(rates[0]));
        double second = Median.of(DoubleStream.of(rates[1]));
        System.out.printf("%-8s %-4s %12.0f %12.0f %7.0f%%%n", name, what, first, second, 100 * second / first);
    }

    private static double rate(Work work, double seconds) throws Exception {
        long start = System.nanoTime();
        long end = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        long done = 0;
        while (System.nanoTime() < end) {
            work.run(BATCH);
            done += BATCH;
        }
        return done * 1e9 / (System.nanoTime() - start);
    }

    private static byte[] guest() throws IOException {
        try (InputStream in = KeyValueBench.class.getResourceAsStream("key-value.wasm")) {
            return in.readAllBytes();
        }
    }
}
