package dev.gyre.engine.graalwasm.internal.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.ByteSequence;

import dev.gyre.api.engine.ExternType;
import dev.gyre.engine.graalwasm.internal.compile.Trampoline;

/** GraalWasm's engine, which all stores share. Thread-safe. */
public final class Polyglot implements AutoCloseable {
    private static final PolyglotAccess BINDINGS = PolyglotAccess.newBuilder().allowBindingsAccess("wasm").build();

    private final Engine engine;
    private final Map<ExternType.Func, Source> trampolines = new ConcurrentHashMap<>();

    public Polyglot() {
        engine = Engine.newBuilder("wasm")
                .option("engine.WarnInterpreterOnly", "false")
                .allowExperimentalOptions(true)
                // A twentieth of what is usual: code with static types has little to be observed, and a new engine sees few events until it is fast.
                .option("engine.FirstTierCompilationThreshold", "20")
                .option("engine.LastTierCompilationThreshold", "500")
                .option("engine.WarnVirtualThreadSupport", "false")
                .option("wasm.MultiMemory", "true")
                .option("wasm.ExtendedConstExpressions", "true")
                .option("wasm.RelaxedSIMD", "true")
                .build();
    }

    /** Whether GraalWasm has a compiler in this process. */
    public boolean isOptimizing() {
        return !engine.getImplementationName().equals("Interpreted");
    }

    public Context newContext() {
        return Context.newBuilder("wasm").engine(engine).allowPolyglotAccess(BINDINGS).allowHostAccess(HostAccess.NONE).build();
    }

    /** Code and profiles of equal sources are shared. */
    public Source source(String name, byte[] wasm) {
        return Source.newBuilder("wasm", ByteSequence.create(wasm), name).buildLiteral();
    }

    Source trampoline(ExternType.Func type) {
        return trampolines.computeIfAbsent(type, t -> source("trampoline", Trampoline.of(t)));
    }

    /** Ends all contexts. Blocks until their guests have stopped. */
    @Override
    public void close() {
        engine.close(true);
    }
}
