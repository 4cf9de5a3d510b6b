package dev.gyre.runtime.internal.event;

import java.util.List;

import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;

/**
 * A component linked by one engine to one set of host modules: all that an event starts from. Immutable.
 *
 * @param stackBytes what the engine wants for its guests; 0 when any thread will do
 * @param initialize whether the module exports {@code _initialize}, to be called before anything else (reactors of
 *                   wasi-libc and TinyGo)
 * @param bound      to be closed when no event uses them any more
 */
public record PreparedComponent(
        ComponentContext context,
        WasmEngine engine,
        InstancePre pre,
        long stackBytes,
        boolean initialize,
        List<BoundHostModule> bound) {
}
