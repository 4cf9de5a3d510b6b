package dev.gyre.api.loader;

import java.util.Optional;

import dev.gyre.api.app.Application;

/**
 * Turns a reference into an application whose modules are at hand and whose files are staged. An OSGi service with the
 * property {@value #PROPERTY}. Thread-safe; may block on disk and network.
 */
public interface AppLoader {
    /** Service property: the kind of reference it loads: {@code local}, {@code bindle}, {@code oci}. */
    String PROPERTY = "gyre.scheme";

    /**
     * @param reference for {@code local} the path of a manifest or of a folder with a {@code spin.toml}
     * @throws dev.gyre.api.GyreException when it cannot be loaded; nothing half-staged is left behind
     */
    Application load(String reference, LoadOptions options);

    /**
     * What a reference stands for now: the digest of the {@link dev.gyre.api.app.Origin.Registry} that {@link #load} would give.
     *
     * @return nothing where references do not change
     * @throws dev.gyre.api.GyreException when that cannot be found out
     */
    default Optional<String> version(String reference, LoadOptions options) {
        return Optional.empty();
    }
}
