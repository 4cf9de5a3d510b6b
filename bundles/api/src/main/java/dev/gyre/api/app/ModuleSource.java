package dev.gyre.api.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where a module comes from. */
public sealed interface ModuleSource {
    /** A file: as written (relative to the manifest) before loading, absolute after it. */
    record File(Path path) implements ModuleSource {
    }

    /** To be fetched and checked (Spin 0.7: {@code source = { url, digest }}); digest is {@code sha256:<hex>}. */
    record Url(URI url, String digest) implements ModuleSource {
    }

    /**
     * A package of a component registry (Spin 3.0).
     *
     * @param registry host of the registry; none for the user's default
     * @param name     such as {@code acme:parser}
     * @param version  a version, or for a dependency a requirement such as {@code >=0.1.0}
     */
    record Package(Optional<String> registry, String name, String version) implements ModuleSource {
    }

    /** A parcel of another bindle (Spin 0.2: {@code source = { reference, parcel }}). */
    record Parcel(String reference, String parcel) implements ModuleSource {
    }

    /** A module already in memory, and what it is called in messages. The array is not copied: nobody changes it. */
    record Bytes(byte[] content, String description) implements ModuleSource {
    }
}
