package dev.gyre.host.rig;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostModule;
import dev.gyre.api.runtime.Limits;
import dev.gyre.engine.chicory.internal.ChicoryEngine;

/**
 * A real guest bound to the host module under test, as the runtime would do it: prepared once, one instance per
 * {@link Run}. Shared by the tests of all host modules.
 */
public final class GuestRig {
    private static final WasmEngine ENGINE = new ChicoryEngine();
    private static final Map<ByteBuffer, CompiledModule> COMPILED = new ConcurrentHashMap<>();
    private static final StoreLimits LIMITS = new StoreLimits(64 << 20, 1000, 1);

    private final InstancePre pre;
    private final ComponentContext component;

    /** @param layout of the guest; absent when it cannot be told */
    public GuestRig(byte[] wasm, HostModule host, Application application, Component component, Optional<CoreLayout> layout) {
        CompiledModule module = COMPILED.computeIfAbsent(ByteBuffer.wrap(wasm), w -> ENGINE.compile(wasm, CompileOptions.uncached("guest")));
        this.component = new Context(application, component, module.imports(), module.exports(), layout);
        BoundHostModule bound = host.bind(this.component);
        pre = module.prepare(module.imports().stream().map(i -> binding(bound, i)).toList());
    }

    private static ImportBinding binding(BoundHostModule bound, ImportType wanted) {
        return new ImportBinding.Host(bound.function(wanted).filter(f -> f.type().equals(wanted.type()))
                .orElseThrow(() -> new IllegalArgumentException("nothing for " + wanted)));
    }

    private record Context(Application application, Component component, List<ImportType> imports, List<ExportType> exports,
            Optional<CoreLayout> layout) implements ComponentContext {
        @Override
        public Limits limits() {
            return Limits.DEFAULT;
        }

        @Override
        public ConfigTable settings() {
            return ConfigTable.empty("component." + component.id(), Position.of("gyre.toml"));
        }
    }

    /** A component that has no module. */
    public static ComponentContext context(Application application, Component component) {
        return new Context(application, component, List.of(), List.of(), Optional.empty());
    }

    /** A fresh instance for an event of its own. */
    public Run start() {
        return new Run();
    }

    /** One event. For one thread. */
    public final class Run implements AutoCloseable {
        public final TestEvent event = new TestEvent(component);
        private final Store store = ENGINE.openStore(LIMITS, event);
        private final CoreInstance instance = pre.instantiate(store);

        /** Calls an export; strings are lowered to pointer and length, other arguments are numbers. */
        public long call(String export, Object... args) {
            long[] flat = new long[args.length * 2];
            int count = 0;
            for (Object arg : args) {
                if (arg instanceof Number n) {
                    flat[count++] = n.longValue();
                } else {
                    Slice s = GuestHeap.of(instance).lower((String) arg);
                    flat[count++] = s.pointer();
                    flat[count++] = s.length();
                }
            }
            long[] result = instance.function(export).orElseThrow().call(java.util.Arrays.copyOf(flat, count));
            return result.length == 0 ? 0 : result[0];
        }

        /** Calls an export that returns the address of a pointer and a length. */
        public String text(String export, Object... args) {
            int at = (int) call(export, args);
            return memory().readString(memory().readInt(at), memory().readInt(at + 4));
        }

        public LinearMemory memory() {
            return instance.memory("memory").orElseThrow();
        }

        @Override
        public void close() {
            store.close();
            event.close();
        }
    }
}
