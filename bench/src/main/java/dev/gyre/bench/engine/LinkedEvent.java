package dev.gyre.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.chicory.internal.ChicoryEngine;

/**
 * The four core modules of a component, linked for one event as their order demands: shim, main module, adapter, fixups. The main
 * module reads through the host, which allocates in it, and calls the adapter.
 */
final class LinkedEvent {
    private static final HostFunction NUMBER = new HostFunction("wasi.number", new ExternType.Func(List.of(), List.of(ValueType.I32)),
            (caller, args) -> new long[] {3});
    private static final HostFunction WAIT = new HostFunction("wasi.wait", new ExternType.Func(List.of(ValueType.I32), List.of(ValueType.I32)),
            (caller, args) -> args.clone());
    private static final HostFunction READ = new HostFunction("wasi.read",
            new ExternType.Func(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I32)), (caller, args) -> read((CoreInstance[]) caller.data(), args));

    private final ChicoryEngine engine = new ChicoryEngine();
    private final InstancePre shim;
    private final InstancePre main;
    private final InstancePre adapter;
    private final InstancePre fixups;

    LinkedEvent(Path root) throws IOException {
        Path guests = root.resolve("bundles/engine-kit/src/main/resources/dev/gyre/engine/kit/guests");
        shim = prepare(guests.resolve("part-shim.wasm"));
        main = prepare(guests.resolve("part-main.wasm"));
        adapter = prepare(guests.resolve("part-adapter.wasm"));
        fixups = prepare(guests.resolve("part-fixups.wasm"));
    }

    /** Everything is given when it is instantiated. */
    private InstancePre prepare(Path wasm) throws IOException {
        var module = engine.compile(Files.readAllBytes(wasm), CompileOptions.uncached("bench"));
        List<ImportBinding> deferred = new ArrayList<>();
        module.imports().forEach(i -> deferred.add(new ImportBinding.Deferred(deferred.size())));
        return module.prepare(deferred);
    }

    private static long[] read(CoreInstance[] mainInstance, long[] args) {
        int length = (int) args[1];
        LinearMemory memory = mainInstance[0].memory("memory").orElseThrow();
        int at = (int) mainInstance[0].function("cabi_realloc").orElseThrow().call(0, 0, 1, length)[0];
        memory.fill(at, length, (byte) 7);
        memory.writeInt((int) args[0], at);
        return new long[] {0};
    }

    int run() {
        CoreInstance[] mainInstance = new CoreInstance[1];
        try (Store store = engine.openStore(Guests.LIMITS, mainInstance)) {
            CoreInstance s = shim.instantiate(store);
            CoreInstance m = main.instantiate(store, List.of(of(s, "0"), of(s, "2"), of(s, "1")));
            mainInstance[0] = m;
            CoreInstance a = adapter.instantiate(store, List.of(of(m, "memory"), of(m, "cabi_realloc"), store.function(NUMBER)));
            fixups.instantiate(store, List.of(store.function(READ), of(a, "args"), store.function(WAIT), of(s, "$imports")));
            return (int) (m.function("run").orElseThrow().call(100)[0] + m.function("args").orElseThrow().call(5)[0]);
        }
    }

    private static Extern of(CoreInstance instance, String name) {
        return instance.export(name).orElseThrow();
    }
}
