package dev.gyre.bench.component;

import java.util.List;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.ComponentInstance;
import dev.gyre.component.link.ComponentState;
import dev.gyre.component.link.Imports;
import dev.gyre.component.link.LinkedComponent;

/** bench/components/pair.wat: a component that calls another one. */
final class PairGuest {
    private final LinkedComponent component;
    private final ComponentInstance instance;

    PairGuest(WasmEngine engine, byte[] pair) {
        component = Component.read(pair).compile(engine, CompileOptions.uncached("pair")).link(Imports.of(List.of()));
        instance = component.instantiate(engine.openStore(new StoreLimits(64 << 20, 1000, 10), new ComponentState(this)));
    }

    /** @param name of an export, {@code times} how often it calls the other component */
    Object call(String name, int times) {
        return component.function(name).orElseThrow().call(instance, times);
    }
}
