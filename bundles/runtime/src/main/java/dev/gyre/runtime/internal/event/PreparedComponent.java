package dev.gyre.runtime.internal.event;

import java.util.List;

import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.ComponentContext;

/**
 * A component linked by one engine to one set of host modules and interfaces: all that an event starts from. Immutable.
 *
 * @param stackBytes what the engine wants for its guests; 0 when any thread will do
 * @param bound      to be closed when no event uses them any more
 */
public record PreparedComponent(
        ComponentContext context,
        WasmEngine engine,
        Guest guest,
        long stackBytes,
        List<AutoCloseable> bound) {
}
