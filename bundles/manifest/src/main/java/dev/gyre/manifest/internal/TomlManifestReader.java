package dev.gyre.manifest.internal;

import org.osgi.service.component.annotations.Component;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.loader.ManifestReader;

/** Reads {@code spin.toml} and other TOML. Thread-safe; does no I/O. */
@Component
public final class TomlManifestReader implements ManifestReader {
    @Override
    public Application read(String text, String source, Origin origin) {
        ConfigTable root = Toml.parse(text, source);
        return new ManifestV1(root, Dialect.of(root)).read(origin);
    }

    @Override
    public ConfigTable table(String text, String source) {
        return Toml.parse(text, source);
    }
}
