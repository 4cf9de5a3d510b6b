package dev.gyre.bench.engine;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** What crossing between host and guest costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {
    private static final int KIB = 1024;

    @Param(".")
    public String root;

    private final byte[] bytes = new byte[KIB];
    private Store store;
    private CoreFunction add;
    private CoreFunction twoHostCalls;
    private MethodHandle handle;
    private LinearMemory memory;

    @Setup
    public void prepare() throws IOException {
        ChicoryEngine engine = new ChicoryEngine();
        store = engine.openStore(Guests.LIMITS, "");
        HostFunction twice = new HostFunction("env.twice", new ExternType.Func(List.of(ValueType.I32), List.of(ValueType.I32)),
                (caller, args) -> new long[] {2 * args[0]});
        CoreInstance instance = Guests.prepare(engine, Files.readAllBytes(
                Path.of(root, "bundles/engine-kit/src/main/resources/dev/gyre/engine/kit/guests/basic.wasm")), List.of(twice)).instantiate(store);
        add = instance.function("add").orElseThrow();
        handle = add.handle();
        twoHostCalls = instance.function("four").orElseThrow();
        memory = instance.memory("memory").orElseThrow();
    }

    @TearDown
    public void close() {
        store.close();
    }

    @Benchmark
    public long call() {
        return add.call(1, 2)[0];
    }

    @Benchmark
    public int handle() throws Throwable {
        return (int) handle.invokeExact(1, 2);
    }

    @Benchmark
    public long callWithTwoHostCalls() {
        return twoHostCalls.call(1)[0];
    }

    @Benchmark
    public byte[] readKib() {
        memory.read(0, bytes, 0, KIB);
        return bytes;
    }

    @Benchmark
    public void writeKib() {
        memory.write(0, bytes, 0, KIB);
    }
}
