package dev.gyre.api.serve;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which application to serve, and what is to be different from how it was written.
 *
 * @param from        a path of a manifest or its folder, or {@code scheme:reference} for the
 *                    {@link dev.gyre.api.loader.AppLoader} of that scheme
 * @param environment for every component, winning over the manifest's
 * @param engine      as in {@code gyre.toml}
 * @param triggers    settings by trigger type, as in {@code gyre.toml}: {@code http} to {@code base=/shop}
 * @param runtimeConfig path of Spin's {@code runtime-config.toml} for it
 * @param source      what else its loader is to know, as {@link dev.gyre.api.loader.LoadOptions#source} has it; nothing secret, as it is written down
 */
public record AppReference(String from, Map<String, String> environment, Optional<String> engine, Map<String, Map<String, String>> triggers,
        Optional<String> runtimeConfig, Map<String, String> source) {
    public AppReference {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        triggers = Map.copyOf(triggers);
        source = Collections.unmodifiableMap(new LinkedHashMap<>(source));
    }

    /** Of whose source nothing else is to be known. */
    public AppReference(String from, Map<String, String> environment, Optional<String> engine, Map<String, Map<String, String>> triggers, Optional<String> runtimeConfig) {
        this(from, environment, engine, triggers, runtimeConfig, Map.of());
    }

    /** Without a runtime configuration. */
    public AppReference(String from, Map<String, String> environment, Optional<String> engine, Map<String, Map<String, String>> triggers) {
        this(from, environment, engine, triggers, Optional.empty());
    }
}
