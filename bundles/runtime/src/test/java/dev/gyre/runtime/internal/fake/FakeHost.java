package dev.gyre.runtime.internal.fake;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostModule;

/** A host module of given functions that counts what it is bound to and complains when used after it was closed. */
public class FakeHost implements HostModule {
    private final String module;
    private final Map<String, HostFunction> functions;
    public final AtomicInteger bound = new AtomicInteger();
    public final AtomicBoolean closed = new AtomicBoolean();

    public FakeHost(String module, HostFunction... functions) {
        this.module = module;
        this.functions = java.util.Arrays.stream(functions).collect(java.util.stream.Collectors.toMap(HostFunction::name, f -> f));
    }

    @Override
    public Set<String> importModules() {
        return Set.of(module);
    }

    @Override
    public BoundHostModule bind(ComponentContext component) {
        if (closed.get()) {
            throw new IllegalStateException("host module " + module + " is used after it was closed");
        }
        bound.incrementAndGet();
        AtomicBoolean over = new AtomicBoolean();
        return new BoundHostModule() {
            @Override
            public Optional<HostFunction> function(ImportType wanted) {
                return Optional.ofNullable(functions.get(wanted.name())).map(f -> new HostFunction(f.name(), f.type(), (caller, args) -> {
                    if (over.get() || closed.get()) {
                        throw new IllegalStateException("host module " + module + " is called after it was closed");
                    }
                    return f.body().call(caller, args);
                }));
            }

            @Override
            public Collection<String> functionNames(String importModule) {
                return functions.keySet();
            }

            @Override
            public void close() {
                if (over.getAndSet(true)) {
                    throw new IllegalStateException("closed twice");
                }
                bound.decrementAndGet();
            }
        };
    }
}
