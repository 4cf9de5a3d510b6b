package dev.gyre.bench.component;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.ComponentInstance;
import dev.gyre.component.link.ComponentState;
import dev.gyre.component.link.HostFunc;
import dev.gyre.component.link.HostInterface;
import dev.gyre.component.link.Imports;
import dev.gyre.component.link.LinkedComponent;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ValueType;

/** bench/components/four.wat as a component, and its core modules linked by hand: the difference is the component model's. */
final class FourModules {
    private static final StoreLimits LIMITS = new StoreLimits(64 << 20, 1000, 10);
    private static final int MAIN = 0;
    private static final int ADAPTER = 1;
    private static final int SHIM = 2;
    private static final int FIXUPS = 3;

    private final WasmEngine engine;
    private final LinkedComponent component;
    private final List<InstancePre> modules;

    FourModules(WasmEngine engine, byte[] four) {
        this.engine = engine;
        Component read = Component.read(four);
        component = read.compile(engine, CompileOptions.uncached("four")).link(Imports.of(List.of(host())));
        modules = read.modules().stream().map(this::prepare).toList();
    }

    private static HostInterface host() {
        List<HostFunc> functions = new ArrayList<>();
        FuncType.Param s = new FuncType.Param("s", ValueType.Primitive.STRING);
        FuncType.Param n = new FuncType.Param("n", ValueType.Primitive.U32);
        for (int i = 0; i < 10; i++) {
            functions.add(switch (i % 4) {
                case 0 -> new HostFunc("f" + i, new FuncType(List.of(s), Optional.of(ValueType.Primitive.STRING)), (call, args) -> args[0]);
                case 1 -> new HostFunc("f" + i, new FuncType(List.of(n), Optional.of(ValueType.Primitive.U64)), (call, args) -> 7L);
                case 2 -> new HostFunc("f" + i, new FuncType(List.of(s), Optional.empty()), (call, args) -> "");
                default -> new HostFunc("f" + i, new FuncType(List.of(), Optional.of(new ValueType.ListType(ValueType.Primitive.U8))), (call, args) -> new byte[8]);
            });
        }
        return HostInterface.of("acme:bench/host@1.0.0", functions.toArray(HostFunc[]::new));
    }

    /** Functions of the host are bound at once, as the component's are; what other modules export comes later. */
    private InstancePre prepare(byte[] wasm) {
        var module = engine.compile(wasm, CompileOptions.uncached("bench"));
        List<ImportBinding> bindings = new ArrayList<>();
        int[] slots = new int[1];
        module.imports().forEach(i -> bindings.add(i.type() instanceof ExternType.Func f && (i.name().equals("f1") || i.name().equals("f5") || i.module().isEmpty() && !i.name().equals("5"))
                ? new ImportBinding.Host(new HostFunction(i.name(), f, (caller, args) -> new long[f.results().size()])) : new ImportBinding.Deferred(slots[0]++)));
        return module.prepare(bindings);
    }

    int component() {
        try (Store store = engine.openStore(LIMITS, new ComponentState(this)); ComponentInstance instance = component.instantiate(store)) {
            return instance.trapped() ? 1 : 0;
        }
    }

    int core() {
        try (Store store = engine.openStore(LIMITS, this)) {
            CoreInstance shim = modules.get(SHIM).instantiate(store);
            CoreInstance main = modules.get(MAIN).instantiate(store, List.of(of(shim, "0"), of(shim, "1"), of(shim, "2"), of(shim, "3"), of(shim, "5")));
            CoreInstance adapter = modules.get(ADAPTER).instantiate(store, List.of(of(main, "memory"), of(main, "cabi_realloc"), of(shim, "4")));
            CoreInstance fixups = modules.get(FIXUPS).instantiate(store, List.of(of(adapter, "get"), of(shim, "$imports")));
            return fixups == main ? 1 : 0;
        }
    }

    private static Extern of(CoreInstance instance, String name) {
        return instance.export(name).orElseThrow();
    }
}
