package dev.gyre.engine.chicory.internal;

import java.util.Map;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.StoreLimits;

/** The guests of the engines' contract, and short ways to make instances of them. */
final class Guests {
    static final ChicoryEngine ENGINE = new ChicoryEngine();
    static final StoreLimits LIMITS = new StoreLimits(16 << 20, 1000, 10);

    private Guests() {
    }

    static byte[] bytes(String name) {
        return dev.gyre.engine.kit.Guests.bytes(name);
    }

    static CompiledModule compile(String name) {
        return ENGINE.compile(bytes(name), CompileOptions.uncached(name));
    }

    static InstancePre prepare(CompiledModule module, Map<String, HostFunction.Body> bodies) {
        return dev.gyre.engine.kit.Guests.prepare(module, bodies);
    }

    static InstancePre prepare(String name) {
        return prepare(compile(name), Map.of());
    }
}
