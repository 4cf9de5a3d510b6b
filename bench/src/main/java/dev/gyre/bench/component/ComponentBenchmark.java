package dev.gyre.bench.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** Calls of components with values, and instances of them. {@link ComponentBench} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ComponentBenchmark {
    private static final int RECORDS = 100;

    @Param(".")
    public String root;

    private EchoGuest guest;
    private FourModules four;
    private String text;
    private List<Object> records;
    private EchoGuest.Thing thing;

    @Setup
    public void prepare() throws IOException {
        ChicoryEngine engine = new ChicoryEngine();
        guest = new EchoGuest(engine, Files.readAllBytes(Path.of(root, "bundles/component/src/test/resources/guest.wasm")));
        four = new FourModules(engine, Files.readAllBytes(Path.of(root, "bench/components/four.wasm")));
        text = "the quick brown fox jumps over the lazy dog, and then once more over the other dog; that is enough.";
        records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(new Object[] {i, i * 0.5});
        }
        thing = new EchoGuest.Thing("a name");
    }

    /** A number in, nothing out. */
    @Benchmark
    public Object callOfNumber() {
        return guest.call("set-mode", 0);
    }

    /** 99 characters in and out. */
    @Benchmark
    public Object callOfString() {
        return guest.call("echo-string", text);
    }

    /** 100 records in, out to the host, a tuple back and out. */
    @Benchmark
    public Object callOfRecords() {
        return guest.call("sum", records);
    }

    /** A resource is lent to the guest, which calls a method of it, gives a string back and drops it. */
    @Benchmark
    public Object callOfResource() {
        return guest.call("look", thing);
    }

    /** An instance of four core modules. */
    @Benchmark
    public int instance() {
        return four.component();
    }

    /** The same core instances, linked by hand. */
    @Benchmark
    public int coreInstances() {
        return four.core();
    }
}
