package dev.gyre.bench.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Instantiate, call and drop. {@link InstanceBench} gives the parameters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class InstanceBenchmark {
    @Param("gyre")
    public String engine;
    @Param("small")
    public String guest;
    @Param(".")
    public String root;

    private IntSupplier event;

    @Setup
    public void prepare() throws IOException {
        event = Events.of(engine, guest, Path.of(root));
    }

    @Benchmark
    public int event() {
        return event.getAsInt();
    }
}
