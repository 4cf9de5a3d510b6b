package dev.gyre.engine.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.InstancePre;

/** The guests of the contract, built from the {@code .wat} files beside them. */
public final class Guests {
    private Guests() {
    }

    /** The module of that name. */
    public static byte[] bytes(String name) {
        try (InputStream in = Guests.class.getResourceAsStream("guests/" + name + ".wasm")) {
            if (in == null) {
                throw new IllegalArgumentException("no guest " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All imports bound to the host functions named {@code module.name}; what is missing is deferred in order. */
    public static InstancePre prepare(CompiledModule module, Map<String, HostFunction.Body> bodies) {
        List<ImportBinding> bindings = new ArrayList<>();
        int slot = 0;
        for (ImportType i : module.imports()) {
            String name = i.module() + "." + i.name();
            bindings.add(bodies.containsKey(name) ? new ImportBinding.Host(new HostFunction(name, (ExternType.Func) i.type(), bodies.get(name)))
                    : new ImportBinding.Deferred(slot++));
        }
        return module.prepare(bindings);
    }
}
