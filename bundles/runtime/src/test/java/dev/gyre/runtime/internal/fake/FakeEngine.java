package dev.gyre.runtime.internal.fake;

import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.EngineCapabilities;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Fit;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.Table;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.WasmEngine;

/**
 * An engine whose guests are Java: it runs no WebAssembly, but keeps the SPI's promises, counts what it gives out, and fails
 * loudly when it is used after it was closed.
 */
public final class FakeEngine implements WasmEngine {
    public static final ExternType.Func VOID = new ExternType.Func(List.of(), List.of());

    /** A guest function. */
    public interface Guest {
        void run(Caller caller, List<HostFunction> imports);
    }

    private final String id;
    private final List<ImportType> imports;
    private final Map<String, Guest> exports = new HashMap<>();
    public final AtomicInteger compiles = new AtomicInteger();
    public final AtomicInteger openStores = new AtomicInteger();
    /** All that were ever opened. */
    public final AtomicInteger stores = new AtomicInteger();
    public final AtomicReference<StoreLimits> lastLimits = new AtomicReference<>();
    public final AtomicBoolean closed = new AtomicBoolean();
    public final AtomicReference<Runnable> onCompile = new AtomicReference<>(() -> { });
    /** Told how to tell progress, too. */
    public final AtomicReference<Consumer<CompileOptions.Progress>> whileCompiling = new AtomicReference<>(progress -> { });
    /** How often a store was told to end its guests. */
    public final AtomicInteger interrupts = new AtomicInteger();
    private Fit fit = new Fit(Fit.Level.GOOD, "it is a fake");
    private long stackBytes;

    public FakeEngine(String id, ImportType... imports) {
        this.id = id;
        this.imports = List.of(imports);
        exports.put("run", (caller, functions) -> { });
    }

    public FakeEngine export(String name, Guest guest) {
        exports.put(name, guest);
        return this;
    }

    public FakeEngine fits(Fit.Level level, String why) {
        fit = new Fit(level, why);
        return this;
    }

    public FakeEngine wantsStack(long bytes) {
        stackBytes = bytes;
        return this;
    }

    private void check() {
        if (closed.get()) {
            throw new IllegalStateException("engine " + id + " is used after it was closed");
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public EngineCapabilities capabilities() {
        return new EngineCapabilities(Set.of(), true, true, stackBytes, "");
    }

    @Override
    public Fit fit(ModuleProfile profile) {
        return fit;
    }

    @Override
    public CompiledModule compile(byte[] wasm, CompileOptions options) {
        check();
        compiles.incrementAndGet();
        onCompile.get().run();
        whileCompiling.get().accept(options.progress());
        if (new String(wasm, java.nio.charset.StandardCharsets.ISO_8859_1).contains("unsupported")) {
            throw new ModuleException("it needs simd");
        }
        return new Module();
    }

    @Override
    public Store openStore(StoreLimits limits, Object data) {
        check();
        openStores.incrementAndGet();
        stores.incrementAndGet();
        lastLimits.set(limits);
        return new FakeStore(data);
    }

    private final class Module implements CompiledModule {
        @Override
        public List<ImportType> imports() {
            return imports;
        }

        @Override
        public List<ExportType> exports() {
            return exports.keySet().stream().map(n -> new ExportType(n, VOID)).toList();
        }

        @Override
        public InstancePre prepare(List<ImportBinding> bindings) {
            List<HostFunction> functions = bindings.stream().map(b -> ((ImportBinding.Host) b).function()).toList();
            return new InstancePre() {
                @Override
                public CompiledModule module() {
                    return Module.this;
                }

                @Override
                public CoreInstance instantiate(Store store, List<Extern> deferred) {
                    check();
                    return new Instance((FakeStore) store, this, functions);
                }
            };
        }
    }

    private final class Instance implements CoreInstance, Caller {
        private final FakeStore store;
        private final InstancePre pre;
        private final List<HostFunction> functions;

        Instance(FakeStore store, InstancePre pre, List<HostFunction> functions) {
            this.store = store;
            this.pre = pre;
            this.functions = functions;
        }

        @Override
        public CompiledModule module() {
            return pre.module();
        }

        @Override
        public Store store() {
            return store;
        }

        @Override
        public CoreInstance instance() {
            return this;
        }

        @Override
        public Object data() {
            return store.data;
        }

        @Override
        public LinearMemory memory() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Extern> export(String name) {
            return Optional.ofNullable(exports.get(name)).map(guest -> new Function() {
                @Override
                public long[] call(long... args) {
                    return store.run(() -> guest.run(Instance.this, functions));
                }
            });
        }
    }

    private abstract static class Function implements CoreFunction {
        @Override
        public ExternType.Func type() {
            return VOID;
        }

        @Override
        public MethodHandle handle() {
            throw new UnsupportedOperationException();
        }
    }

    private final class FakeStore implements Store {
        private final Object data;
        private final AtomicReference<TrapKind> interrupt = new AtomicReference<>();
        private Thread running;
        private boolean over;

        FakeStore(Object data) {
            this.data = data;
        }

        long[] run(Runnable guest) {
            check();
            synchronized (this) {
                running = Thread.currentThread();
                if (interrupt.get() != null) {
                    throw new TrapException(interrupt.get(), "interrupted");
                }
            }
            try {
                guest.run();
            } finally {
                synchronized (this) {
                    running = null;
                }
                check();
            }
            if (interrupt.get() != null) {
                throw new TrapException(interrupt.get(), "interrupted");
            }
            return HostFunction.NOTHING;
        }

        @Override
        public Object data() {
            return data;
        }

        @Override
        public synchronized void interrupt(TrapKind kind) {
            if (over) {
                throw new IllegalStateException("interrupted after close");
            }
            interrupts.incrementAndGet();
            if (interrupt.compareAndSet(null, kind) && running != null) {
                running.interrupt();
            }
        }

        @Override
        public synchronized void close() {
            if (over) {
                throw new IllegalStateException("closed twice");
            }
            over = true;
            openStores.decrementAndGet();
        }

        @Override
        public void suspend(Runnable wait) {
            wait.run();
        }

        @Override
        public void poison() {
        }

        @Override
        public CoreFunction function(HostFunction function) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LinearMemory memory(ExternType.Mem type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Table table(ExternType.Tab type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Global global(ExternType.Glob type, long initial) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long memoryPages() {
            return 0;
        }

        @Override
        public List<CoreInstance> instances() {
            return List.of();
        }
    }
}
