package dev.gyre.manifest.internal;

import java.util.List;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/**
 * How a version 1 manifest is written.
 *
 * @param versionKey   the key that states the manifest's version
 * @param version      what that key must say
 * @param allowedHosts how {@code allowed_http_hosts} is spelled
 */
record Dialect(String versionKey, String version, String allowedHosts) {
    /** Spin 0.1 to 1.x; the newer name of the key came with 0.10. */
    private static final List<Dialect> KNOWN = List.of(
            new Dialect("spin_manifest_version", "1", "allowed_http_hosts"),
            new Dialect("spin_version", "1", "allowed_http_hosts"),
            // before 2022-03-10, when Spin's manifests were in camel case
            new Dialect("apiVersion", "0.1.0", "allowedHttpHosts"));

    /**
     * The dialect a manifest states.
     *
     * @throws dev.gyre.api.config.ConfigException when it states none, several, or another version
     */
    static Dialect of(ConfigTable root) {
        List<Dialect> stated = KNOWN.stream().filter(d -> root.has(d.versionKey)).toList();
        if (stated.isEmpty()) {
            throw root.error("spin_manifest_version",
                    "required field is missing; it must be 2, or \"1\" for a manifest of version 1");
        }
        if (stated.size() > 1) {
            throw root.error(stated.get(1).versionKey,
                    "the manifest's version is stated twice; remove this or " + stated.get(0).versionKey);
        }
        Dialect dialect = stated.get(0);
        dialect.check(root, root.value(dialect.versionKey).orElseThrow());
        return dialect;
    }

    private void check(ConfigTable root, ConfigValue written) {
        if (version.equals(written.value())) {
            return;
        }
        String text = written.value().toString();
        if (text.equals("2")) {
            throw root.error(versionKey, "version 2 is stated as spin_manifest_version = 2, "
                    + (versionKey.equals(ManifestV2.VERSION_KEY) ? "without quotes" : "and not as " + versionKey));
        }
        boolean unquoted = text.equals(version);
        throw root.badValue(versionKey, "the string \"" + version + "\"" + (unquoted ? " in quotes" : ""));
    }
}
