package dev.gyre.manifest.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/** Where modules come from. Stateless. */
final class Sources {
    private static final String URL_FORM = "{ url = \"https://...\", digest = \"sha256:...\" }";
    private static final String V1_FORMS = "a path, " + URL_FORM + " or { reference = \"...\", parcel = \"...\" }";
    private static final String V2_FORMS = "a path, " + URL_FORM + " or { registry = \"...\", package = \"...\", version = \"...\" }";
    private static final String DIGEST_PREFIX = "sha256:";

    private Sources() {
    }

    /**
     * {@code component.source} of version 1: a path, {@code { url, digest }} (Spin 0.7) or {@code { reference, parcel }} (Spin 0.2).
     *
     * @throws dev.gyre.api.config.ConfigException when it is missing or has another form
     */
    static ModuleSource v1(ConfigTable component) {
        return read(component, V1_FORMS, table -> table.has("reference") || table.has("parcel") ? Optional.of(parcel(table)) : Optional.empty());
    }

    /**
     * {@code component.source} of version 2: a path, {@code { url, digest }} or {@code { registry, package, version }} (Spin 3.0).
     *
     * @throws dev.gyre.api.config.ConfigException when it is missing or has another form
     */
    static ModuleSource v2(ConfigTable component) {
        return read(component, V2_FORMS, table -> table.has("package") || table.has("registry") || table.has("version")
                ? Optional.of(packaged(table)) : Optional.empty());
    }

    private static ModuleSource read(ConfigTable component, String forms, Function<ConfigTable, Optional<ModuleSource>> other) {
        ConfigValue source = component.value("source")
                .orElseThrow(() -> component.error("source", "required field is missing; it must be " + forms));
        return switch (source.value()) {
            case String path -> file(component, "source", forms);
            case ConfigTable table when table.has("url") || table.has("digest") -> {
                table.allowOnly(List.of("url", "digest"));
                yield url(table);
            }
            case ConfigTable table -> other.apply(table).orElseThrow(() -> component.badValue("source", forms));
            default -> throw component.badValue("source", forms);
        };
    }

    /** @param key of a path */
    static ModuleSource file(ConfigTable table, String key, String forms) {
        String path = table.requiredString(key);
        if (path.isBlank()) {
            throw table.error(key, "must not be empty; it must be " + forms);
        }
        try {
            return new ModuleSource.File(Path.of(path));
        } catch (InvalidPathException e) {
            throw table.badValue(key, "a path of this system (" + e.getReason().toLowerCase(Locale.ROOT) + ")");
        }
    }

    /** {@code url} and {@code digest} of a table. The digest is what makes it safe, so that plain http will do. */
    static ModuleSource url(ConfigTable table) {
        URI url;
        try {
            url = new URI(table.requiredString("url"));
        } catch (URISyntaxException e) {
            throw table.badValue("url", "a valid https or http URL");
        }
        if (!"https".equalsIgnoreCase(url.getScheme()) && !"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
            throw table.badValue("url", "an https or http URL");
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

    private static ModuleSource packaged(ConfigTable table) {
        table.allowOnly(List.of("registry", "package", "version"));
        String name = table.requiredString("package");
        if (!PackageName.isPackage(name)) {
            throw table.badValue("package", PackageName.PACKAGE_RULE);
        }
        return new ModuleSource.Package(table.string("registry"), name, ManifestV1.nonEmpty(table, "version"));
    }
}
