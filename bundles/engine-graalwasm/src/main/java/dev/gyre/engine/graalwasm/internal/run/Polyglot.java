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
        Engine plain = options().build();
        if (!isOptimizing(plain)) {
            engine = plain;
            return;
        }
        plain.close();
        // A twentieth of what is usual: code with static types has little to be observed, and a new engine sees few events until it is fast.
        engine = options().option("engine.FirstTierCompilationThreshold", "20").option("engine.LastTierCompilationThreshold", "500").build();
    }

    /** What every GraalWasm understands; one without a compiler refuses what is about compiling. */
    private static Engine.Builder options() {
        return Engine.newBuilder("wasm")
                .option("engine.WarnInterpreterOnly", "false")
                .allowExperimentalOptions(true)
                .option("engine.WarnVirtualThreadSupport", "false")
                .option("wasm.MultiMemory", "true")
                .option("wasm.ExtendedConstExpressions", "true")
                .option("wasm.RelaxedSIMD", "true");
    }

    private static boolean isOptimizing(Engine engine) {
        return !engine.getImplementationName().equals("Interpreted");
    }

    /** Whether GraalWasm has a compiler in this process. */
    public boolean isOptimizing() {
        return isOptimizing(engine);
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
