package dev.gyre.api.loader;

import java.nio.file.Path;

import dev.gyre.api.app.ModuleSource;

/**
 * Fetches single modules that a local manifest refers to ({@code source = { reference, parcel }}). An OSGi service with the property
 * {@value #PROPERTY}. Thread-safe; may block on disk and network.
 */
public interface ModuleLoader {
    /** Service property: the simple name of the kind of {@link ModuleSource} it loads, such as {@code Parcel}. */
    String PROPERTY = "gyre.module.source";

    /**
     * @return a file in {@link LoadOptions#staging} whose content was checked against the source's digest
     * @throws dev.gyre.api.GyreException when it cannot be had
     */
    Path load(ModuleSource source, LoadOptions options);
}
