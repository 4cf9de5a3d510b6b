package dev.gyre.bench.engine;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.WasmEngine;

/** What runs of one engine have in common. */
final class Guests {
    static final StoreLimits LIMITS = new StoreLimits(1L << 30, 1 << 20, 10);

    private Guests() {
    }

    /** A module whose imported functions do nothing and return 0. */
    static InstancePre prepare(WasmEngine engine, byte[] wasm) {
        return prepare(engine, wasm, List.of());
    }

    /** @param hosts functions that do something, by the name {@code module.name} */
    static InstancePre prepare(WasmEngine engine, byte[] wasm, List<HostFunction> hosts) {
        CompiledModule module = engine.compile(wasm, new CompileOptions("bench", CompileCache.NONE));
        List<ImportBinding> bindings = new ArrayList<>();
        module.imports().forEach(i -> {
            String name = i.module() + "." + i.name();
            ExternType.Func type = (ExternType.Func) i.type();
            long[] zeros = new long[type.results().size()];
            bindings.add(new ImportBinding.Host(hosts.stream().filter(h -> h.name().equals(name)).findFirst()
                    .orElse(new HostFunction(name, type, (caller, args) -> zeros))));
        });
        return module.prepare(bindings);
    }

    /** CPU time of this thread, in ns. */
    static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
