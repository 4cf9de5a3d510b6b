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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** Calls of components with values. {@link ComponentBench} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ComponentBenchmark {
    static final String CODECS = "-1";
    static final String GENERATED = "0";
    private static final int RECORDS = 100;
    private static final int CALLS = 100;
    private static final int ROUNDS = 5000;

    @Param(".")
    public String root;

    @Param({CODECS, GENERATED})
    public String adapters;

    private EchoGuest guest;
    private PairGuest pair;
    private String text;
    private List<Object> records;
    private EchoGuest.Thing thing;

    @Setup
    public void prepare() throws IOException {
        System.setProperty("gyre.component.adapters", adapters);
        ChicoryEngine engine = new ChicoryEngine();
        guest = new EchoGuest(engine, Files.readAllBytes(Path.of(root, "bundles/component/src/test/resources/guest.wasm")));
        pair = new PairGuest(engine, Files.readAllBytes(Path.of(root, "bench/components/pair.wasm")));
        text = "the quick brown fox jumps over the lazy dog, and then once more over the other dog; that is enough.";
        records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(new Object[] {i, i * 0.5});
        }
        thing = new EchoGuest.Thing("a name");
        mix();
    }

    /** In an application all functions use the same code: none has the JIT for itself. */
    private void mix() {
        for (int i = 0; i < ROUNDS; i++) {
            callOfNumber();
            callOfString();
            callOfRecords();
            callOfResource();
            pair.call("numbers", 1);
            pair.call("strings", 1);
            pair.call("records", 1);
        }
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

    /** Two numbers to another component and one back. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public Object componentsNumbers() {
        return pair.call("numbers", CALLS);
    }

    /** 99 characters to another component and back. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public Object componentsString() {
        return pair.call("strings", CALLS);
    }

    /** 100 records to another component, a tuple back. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public Object componentsRecords() {
        return pair.call("records", CALLS);
    }
}
