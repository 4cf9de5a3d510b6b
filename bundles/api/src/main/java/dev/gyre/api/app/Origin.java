package dev.gyre.api.app;

import java.nio.file.Path;
import java.util.Optional;

/** Where an application was loaded from. */
public sealed interface Origin {
    /** A manifest on disk; paths in it are relative to its folder. */
    record Manifest(Path file) implements Origin {
    }

    /**
     * A registry: a bindle id or an image reference, and the server it came from.
     *
     * @param digest what the reference stood for when it was loaded ({@code sha256:<hex>}), where references can change
     */
    record Registry(String reference, String server, Optional<String> digest) implements Origin {
        /** A reference that never stands for anything else. */
        public Registry(String reference, String server) {
            this(reference, server, Optional.empty());
        }
    }
}
