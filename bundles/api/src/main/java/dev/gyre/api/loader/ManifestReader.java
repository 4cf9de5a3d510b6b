package dev.gyre.api.loader;

import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;

/** Reads manifests and other TOML. An OSGi service. Thread-safe; does no I/O. */
public interface ManifestReader {
    /**
     * @param text    of a {@code spin.toml}
     * @param source  how messages name it
     * @param profile the build profile to apply (Spin 4.0); none for the default one
     * @return the application, normalised: sources not resolved, files not staged
     * @throws dev.gyre.api.config.ConfigException for the first thing that is wrong
     */
    Application read(String text, String source, Origin origin, Optional<String> profile);

    /** With the default profile. */
    default Application read(String text, String source, Origin origin) {
        return read(text, source, origin, Optional.empty());
    }

    /**
     * A manifest of version 1 in the words of version 2, as Spin's doctor writes it.
     *
     * @param text   of a manifest of version 1
     * @param source how messages name it
     * @throws dev.gyre.api.config.ConfigException when it is none, or has what version 2 does not
     */
    String upgraded(String text, String source);

    /**
     * Any TOML text as a table.
     *
     * @throws dev.gyre.api.config.ConfigException when it is no TOML
     */
    ConfigTable table(String text, String source);

    /**
     * The same with room for more than people write: for TOML that programs make, such as the invoice of a bindle with some thousand parcels.
     *
     * @throws dev.gyre.api.config.ConfigException when it is no TOML
     */
    ConfigTable listing(String text, String source);
}
