package dev.gyre.engine.chicory.internal;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import com.dylibso.chicory.wasm.Version;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.EngineCapabilities;
import dev.gyre.api.engine.Fit;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.engine.chicory.internal.code.UsualStack;
import dev.gyre.engine.chicory.internal.compile.Features;
import dev.gyre.engine.chicory.internal.compile.ModuleCompiler;
import dev.gyre.engine.chicory.internal.run.GuestModule;
import dev.gyre.engine.chicory.internal.run.GuestStore;
import dev.gyre.engine.chicory.internal.run.PoolBudget;
import dev.gyre.engine.chicory.internal.run.Stopper;

/** Chicory's compiler to JVM bytecode behind the engine SPI. Thread-safe. */
@Capability(namespace = "dev.gyre.engine", name = "chicory")
@Component(service = WasmEngine.class, property = {WasmEngine.PROPERTY + "=" + ChicoryEngine.ID, "service.ranking:Integer=100"})
public final class ChicoryEngine implements WasmEngine {
    public static final String ID = "chicory";
    /** Raise it when the adapter, or the splitter it calls, changes what it makes of a module. */
    private static final String ADAPTER = "7";

    /** Below this size of a function in the binary format a JVM compiles what Chicory makes of it, as a rule. */
    private static final long COMPILED_BYTES = 3000;
    /** A function of this size is compiled in no way, not even in parts. */
    private static final long HOPELESS_BYTES = 1 << 20;

    private final ModuleCompiler compiler;
    private final PoolBudget budget;
    private final Stopper stopper = new Stopper();
    private final UsualStack stack = new UsualStack();

    @Activate
    public ChicoryEngine() {
        this(PoolBudget.ofHeap());
    }

    /** @param budget of the memories kept for reuse */
    ChicoryEngine(PoolBudget budget) {
        this.compiler = new ModuleCompiler(ID, version());
        this.budget = budget;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String version() {
        return Version.version() + "-" + ADAPTER;
    }

    @Override
    public EngineCapabilities capabilities() {
        return new EngineCapabilities(Features.SUPPORTED, true, true);
    }

    @Override
    public Fit fit(ModuleProfile profile) {
        Fit fit = WasmEngine.super.fit(profile);
        if (!fit.runs() || profile.largestFunctionBytes() <= COMPILED_BYTES) {
            return fit;
        }
        String largest = "its largest function, number " + profile.largestFunction() + " with " + profile.largestFunctionBytes() + " bytes,";
        return profile.largestFunctionBytes() > HOPELESS_BYTES
                ? new Fit(Fit.Level.SLOW, largest + " is too large for the JVM's compiler")
                : new Fit(Fit.Level.GOOD, largest + " is compiled in parts if it is too large for the JVM's compiler");
    }

    @Override
    public CompiledModule compile(byte[] wasm, CompileOptions options) {
        return GuestModule.of(options.name(), compiler.compile(wasm, options), budget);
    }

    @Override
    public Store openStore(StoreLimits limits, Object data) {
        return new GuestStore(limits, data, stopper, stack);
    }

    /** How many modules were really compiled, not found in a cache. */
    public long compilations() {
        return compiler.compilations();
    }
}
