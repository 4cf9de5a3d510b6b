package dev.gyre.engine.chicory.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.ValueType;

/** The guests beside these tests, and short ways to make instances of them. */
final class Guests {
    static final ChicoryEngine ENGINE = new ChicoryEngine();
    static final StoreLimits LIMITS = new StoreLimits(16 << 20, 1000, 10);

    private Guests() {
    }

    static byte[] bytes(String name) {
        try (InputStream in = Guests.class.getResourceAsStream("/guests/" + name + ".wasm")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CompiledModule compile(String name) {
        return ENGINE.compile(bytes(name), CompileOptions.uncached(name));
    }

    /** All imports bound to the host functions named {@code module.name}; what is missing is deferred in order. */
    static InstancePre prepare(CompiledModule module, Map<String, HostFunction.Body> bodies) {
        List<ImportBinding> bindings = new ArrayList<>();
        int slot = 0;
        for (ImportType i : module.imports()) {
            String name = i.module() + "." + i.name();
            bindings.add(bodies.containsKey(name) ? new ImportBinding.Host(new HostFunction(name, (ExternType.Func) i.type(), bodies.get(name)))
                    : new ImportBinding.Deferred(slot++));
        }
        return module.prepare(bindings);
    }

    static InstancePre prepare(String name) {
        return prepare(compile(name), Map.of());
    }

    static ExternType.Func func(List<ValueType> params, ValueType... results) {
        return new ExternType.Func(params, List.of(results));
    }
}
