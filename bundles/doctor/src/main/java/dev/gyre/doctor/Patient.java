package dev.gyre.doctor;

import java.nio.file.Path;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;

/**
 * An application as the doctor finds it.
 *
 * @param manifest    its file
 * @param text        of the manifest
 * @param table       the text as TOML; nothing when it is none
 * @param application what it means; nothing when it is refused
 * @param refusal     why the manifest is refused
 */
public record Patient(Path manifest, String text, Optional<ConfigTable> table, Optional<Application> application, Optional<ConfigException> refusal) {
    /** The folder its paths are relative to. */
    public Path folder() {
        return manifest.toAbsolutePath().getParent();
    }
}
