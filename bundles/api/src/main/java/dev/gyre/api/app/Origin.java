package dev.gyre.api.app;

import java.nio.file.Path;

/** Where an application was loaded from. */
public sealed interface Origin {
    /** A manifest on disk; paths in it are relative to its folder. */
    record Manifest(Path file) implements Origin {
    }

    /** A registry: a bindle id or an image reference, and the server it came from. */
    record Registry(String reference, String server) implements Origin {
    }
}
