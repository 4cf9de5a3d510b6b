package dev.gyre.bench.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Instances of components. {@link ComponentBench} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ComponentInstanceBenchmark {
    @Param(".")
    public String root;

    private FourModules four;

    @Setup
    public void prepare() throws IOException {
        four = new FourModules(new ChicoryEngine(), Files.readAllBytes(Path.of(root, "bench/components/four.wasm")));
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
