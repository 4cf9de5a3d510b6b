package dev.gyre.manifest.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/** {@code component.source}: a path, {@code { url, digest }} (Spin 0.7) or {@code { reference, parcel }} (Spin 0.2). Stateless. */
final class SourceV1 {
    private static final String FORMS = "a path, { url = \"https://...\", digest = \"sha256:...\" } or { reference = \"...\", parcel = \"...\" }";
    private static final String DIGEST_PREFIX = "sha256:";

    private SourceV1() {
    }

    /** @throws dev.gyre.api.config.ConfigException when it is missing or has another form */
    static ModuleSource read(ConfigTable component) {
        ConfigValue source = component.value("source")
                .orElseThrow(() -> component.error("source", "required field is missing; it must be " + FORMS));
        return switch (source.value()) {
            case String path -> file(component, path);
            case ConfigTable table when table.has("url") || table.has("digest") -> url(table);
            case ConfigTable table when table.has("reference") || table.has("parcel") -> parcel(table);
            default -> throw component.badValue("source", FORMS);
        };
    }

    private static ModuleSource file(ConfigTable component, String path) {
        if (path.isBlank()) {
            throw component.error("source", "must not be empty; it must be " + FORMS);
        }
        try {
            return new ModuleSource.File(Path.of(path));
        } catch (InvalidPathException e) {
            throw component.badValue("source", "a path of this system (" + e.getReason().toLowerCase(Locale.ROOT) + ")");
        }
    }

    private static ModuleSource url(ConfigTable table) {
        table.allowOnly(List.of("url", "digest"));
        URI url;
        try {
            url = new URI(table.requiredString("url"));
        } catch (URISyntaxException e) {
            throw table.badValue("url", "a valid https URL");
        }
        if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
            throw table.badValue("url", "an https URL");
        }
        return new ModuleSource.Url(url, digest(table));
    }

    private static String digest(ConfigTable table) {
        String written = table.requiredString("digest");
        String digest = written.toLowerCase(Locale.ROOT);
        boolean hex = digest.chars().skip(DIGEST_PREFIX.length()).allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
        if (!written.startsWith(DIGEST_PREFIX) || digest.length() != DIGEST_PREFIX.length() + 64 || !hex) {
            throw table.badValue("digest", "\"sha256:\" and 64 hexadecimal digits");
        }
        return digest;
    }

    private static ModuleSource parcel(ConfigTable table) {
        table.allowOnly(List.of("reference", "parcel"));
        return new ModuleSource.Parcel(ManifestV1.nonEmpty(table, "reference"), ManifestV1.nonEmpty(table, "parcel"));
    }
}
