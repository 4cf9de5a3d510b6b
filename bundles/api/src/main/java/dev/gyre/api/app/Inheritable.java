package dev.gyre.api.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a dependency may inherit of its parent's configuration ({@code inherit_configuration}, Spin 4.1). */
public enum Inheritable {
    AI_MODELS, ALLOWED_OUTBOUND_HOSTS, ENVIRONMENT, FILES, KEY_VALUE_STORES, SQLITE_DATABASES, VARIABLES;

    /** The one a manifest calls so. */
    public static Optional<Inheritable> named(String name) {
        return Arrays.stream(values()).filter(i -> i.toString().equals(name)).findFirst();
    }

    /** As manifests name it: {@code ai_models}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
