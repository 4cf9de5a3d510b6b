package dev.gyre.runtime.internal.deploy;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.component.link.CompiledComponent;
import dev.gyre.runtime.internal.event.CompiledCode;

/** What the container's applications share when they have the same module; kept for as long as one of them uses it. Thread-safe. */
public final class ModuleStore {
    /**
     * A module as one engine service compiled it.
     *
     * @param name in back-traces
     */
    record Key(long engine, String digest, String name) {
    }

    private final Map<String, WeakReference<ModuleBytes>> bytes = new ConcurrentHashMap<>();
    private final Map<Key, WeakReference<Object>> compiled = new ConcurrentHashMap<>();
    /** What no application has to find out again, nor the same one at its next attempt. */
    private final Refusals refusals = new Refusals();

    ModuleBytes bytes(String digest, Supplier<ModuleBytes> make) {
        return get(bytes, digest).orElseGet(() -> put(bytes, digest, make.get()));
    }

    Optional<CompiledCode> compiled(Key key) {
        return get(compiled, key).map(code -> code instanceof CompiledModule module ? new CompiledCode.Module(module)
                : new CompiledCode.Composed((CompiledComponent) code));
    }

    void compiled(Key key, CompiledCode code) {
        put(compiled, key, switch (code) {
            case CompiledCode.Module(var module) -> module;
            case CompiledCode.Composed(var component) -> component;
        });
    }

    Refusals refusals() {
        return refusals;
    }

    private static <K, V> Optional<V> get(Map<K, WeakReference<V>> map, K key) {
        return Optional.ofNullable(map.get(key)).map(WeakReference::get);
    }

    private static <K, V> V put(Map<K, WeakReference<V>> map, K key, V value) {
        map.values().removeIf(r -> r.refersTo(null));
        map.put(key, new WeakReference<>(value));
        return value;
    }
}
