package dev.gyre.manifest.internal;

import java.nio.file.Path;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.loader.ManifestReader;

/** Reads {@code spin.toml} and other TOML. Thread-safe; does no I/O. */
@Component(immediate = true)
public final class TomlManifestReader implements ManifestReader {
    /** Has what manifests have. */
    private static final String SAMPLE = "[a]\nb = \"c\"\n[[d]]\ne = ['f', 1, true]\n[d.g]\nh = { i = \"j\" }\n";

    private final Thread warmUp;

    /** The parser's first use takes as long as a hundred later ones: it happens while the rest of the container starts. */
    @Activate
    public TomlManifestReader() {
        warmUp = Thread.ofVirtual().name("gyre-toml").start(() -> Toml.parse(SAMPLE, ""));
    }

    /** Nothing of this bundle may run once it is stopped. */
    @Deactivate
    void stop() throws InterruptedException {
        warmUp.join();
    }

    @Override
    public Application read(String text, String source, Origin origin, Optional<String> profile) {
        ConfigTable root = Toml.parse(text, source);
        boolean second = root.value(ManifestV2.VERSION_KEY).map(v -> v.value().equals(ManifestV2.MANIFEST_VERSION)).orElse(false);
        if (second) {
            return new ManifestV2(root).read(origin, profile);
        }
        profile.ifPresent(p -> {
            throw root.error(ManifestV2.VERSION_KEY, "a manifest of version 1 has no profiles, so there is no \"" + p + "\"");
        });
        return new ManifestV1(root, Dialect.of(root)).read(origin);
    }

    @Override
    public String upgraded(String text, String source) {
        ConfigTable root = Toml.parse(text, source);
        Dialect dialect = Dialect.of(root);
        return TomlWriter.write(new Upgrade(root, dialect, new ManifestV1(root, dialect).read(new Origin.Manifest(Path.of(source)))).table());
    }

    @Override
    public ConfigTable table(String text, String source) {
        return Toml.parse(text, source);
    }

    @Override
    public ConfigTable listing(String text, String source) {
        return Toml.parse(text, source, TomlText.Limits.LISTING);
    }
}
