package dev.gyre.api.loader;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;

/** Reads manifests and other TOML. An OSGi service. Thread-safe; does no I/O. */
public interface ManifestReader {
    /**
     * @param text   of a {@code spin.toml}
     * @param source how messages name it
     * @return the application as written: sources not resolved, files not staged
     * @throws dev.gyre.api.config.ConfigException for the first thing that is wrong
     */
    Application read(String text, String source, Origin origin);

    /**
     * Any TOML text as a table.
     *
     * @throws dev.gyre.api.config.ConfigException when it is no TOML
     */
    ConfigTable table(String text, String source);
}
