package dev.gyre.host.key.value.internal;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.host.key.value.internal.store.StoreLimits;
import dev.gyre.host.rig.Apps;
import dev.gyre.manifest.internal.TomlManifestReader;

/** Components with stores. */
final class Contexts {
    private Contexts() {
    }

    /** @param runtimeConfig of the application */
    static ComponentContext of(ConfigTable runtimeConfig, Optional<Path> state, String... labels) {
        Component component = Apps.component("cart", Map.of()).toBuilder().keyValueStores(List.of(labels)).build();
        Application shop = Apps.app(component).withRuntimeConfig(runtimeConfig);
        return (ComponentContext) Proxy.newProxyInstance(ComponentContext.class.getClassLoader(), new Class<?>[] {ComponentContext.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "application" -> shop;
                    case "component" -> component;
                    case "stateDir" -> state;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    static KeyValueSettings small() {
        return new KeyValueSettings(new StoreLimits(20, 1000, 5000, 100), 3, Duration.ofSeconds(20), 4, 1 << 20);
    }

    static ConfigTable toml(String text, Path file) {
        return new TomlManifestReader().table(text, file.toString());
    }
}
