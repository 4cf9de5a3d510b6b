package dev.gyre.engine.graalwasm.internal;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.graalvm.polyglot.Engine;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.EngineCapabilities;
import dev.gyre.api.engine.EngineOnRequest;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.engine.graalwasm.internal.compile.ModuleCompiler;
import dev.gyre.engine.graalwasm.internal.run.GuestStore;
import dev.gyre.engine.graalwasm.internal.run.Polyglot;

/**
 * GraalWasm behind the engine SPI. It is a service only once it has run a guest: Truffle looks for its languages through the
 * thread's context class loader, once, and remembers for good that it found none. Thread-safe.
 */
@Capability(namespace = "dev.gyre.engine", name = "graalwasm")
@Component(immediate = true, service = WasmEngine.class, property = {WasmEngine.PROPERTY + "=" + GraalWasmEngine.ID, "service.ranking:Integer=50"})
public final class GraalWasmEngine implements WasmEngine {
    public static final String ID = "graalwasm";
    /** Each proved by a test. */
    static final Set<Feature> FEATURES = EngineOnRequest.GRAALWASM.features();
    /** Raise it when the adapter changes what it makes of a module. */
    private static final String ADAPTER = "3";
    /** Enough for 4,700 calls: what an interpreted one may take is counted for each. */
    private static final long STACK = 16L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(GraalWasmEngine.class);

    private final Polyglot polyglot;
    private final ModuleCompiler compiler;
    private final EngineCapabilities capabilities;

    @Activate
    public GraalWasmEngine() {
        polyglot = onOwnThread(Probe::started);
        compiler = new ModuleCompiler(polyglot, ID, FEATURES);
        String remark = Optimizing.remark(polyglot.isOptimizing());
        capabilities = new EngineCapabilities(FEATURES, polyglot.isOptimizing(), true, STACK, remark);
        LOG.debug("graalwasm {} is ready: {}", version(), remark.isEmpty() ? "optimizing" : remark);
    }

    @Deactivate
    void close() {
        onOwnThread(() -> {
            polyglot.close();
            return null;
        });
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String version() {
        return Optimizing.version() + "-" + ADAPTER;
    }

    @Override
    public EngineCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public CompiledModule compile(byte[] wasm, CompileOptions options) {
        return compiler.compile(wasm, options);
    }

    @Override
    public Store openStore(StoreLimits limits, Object data) {
        return new GuestStore(polyglot, limits, limits.stackBytes() > 0 ? limits.stackBytes() : STACK, data);
    }

    /** A thread with the right context class loader; what Truffle keeps by thread ends with it. */
    private static <T> T onOwnThread(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = Thread.ofPlatform().daemon().name("gyre-graalwasm").unstarted(task);
        thread.setContextClassLoader(Engine.class.getClassLoader());
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("graalwasm failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while graalwasm was being started or stopped", e);
        }
    }
}
