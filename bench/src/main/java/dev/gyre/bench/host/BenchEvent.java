package dev.gyre.bench.host;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.StateKey;

/** One event without a container, of a component that may open the default store. For one thread. */
final class BenchEvent implements HostContext {
    private final ComponentContext component;
    private final Map<StateKey<?>, Object> states = new IdentityHashMap<>();

    BenchEvent(Optional<Path> state) {
        Component one = Component.builder("bench", new ModuleSource.File(Path.of("bench.wasm"))).keyValueStores(List.of("default")).build();
        Application app = new Application(new AppInfo("bench", "1", Optional.empty(), List.of(), Optional.empty(), 1, new Origin.Manifest(Path.of("spin.toml"))),
                List.of(one), List.of(), Map.of(), Map.of(), ConfigTable.empty("", Position.of("gyre.toml")));
        component = (ComponentContext) Proxy.newProxyInstance(BenchEvent.class.getClassLoader(), new Class<?>[] {ComponentContext.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "application" -> app;
                    case "component" -> one;
                    case "stateDir" -> state;
                    case "hostLayout" -> CoreLayout.PACKED;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Override
    public ComponentContext component() {
        return component;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public List<String> arguments() {
        return List.of();
    }

    @Override
    public InputStream stdin() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream stdout() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public OutputStream stderr() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public long remainingNanos() {
        return Long.MAX_VALUE;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S> S state(StateKey<S> key) {
        return (S) states.computeIfAbsent(key, k -> k.create(this));
    }
}
