package dev.gyre.loader.bindle.internal.pull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.bindle.Invoice;
import dev.gyre.bindle.TomlWriter;

/**
 * The manifest inside of a bindle (Spin 0.1 to 1.5, {@code crates/loader/src/bindle/config.rs}): camel case, without name and version,
 * modules and files named by parcels and groups. It becomes a manifest of version 1, so that both are read by the same rules.
 *
 * @param text   of a {@code spin.toml} of version 1 without {@code files}
 * @param groups of parcels that are the files of each component, in order; nothing for a component without files
 */
record InnerManifest(String text, List<Optional<String>> groups) {
    private static final Map<String, String> RENAMED = Map.of("allowedHttpHosts", "allowed_http_hosts", "keyValueStores", "key_value_stores",
            "sqliteDatabases", "sqlite_databases", "aiModels", "ai_models");

    /** @throws dev.gyre.api.config.ConfigException for the first field that has no place there */
    static InnerManifest of(ConfigTable table, Invoice invoice) {
        table.allowOnly(List.of("trigger", "config", "variables", "component"));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("spin_version", "1");
        root.put("name", invoice.id().name());
        root.put("version", invoice.id().version().toString());
        invoice.description().ifPresent(d -> root.put("description", d));
        root.put("authors", invoice.authors());
        for (String same : List.of("trigger", "config", "variables")) {
            table.value(same).ifPresent(v -> root.put(same, TomlWriter.plain(v)));
        }
        List<Object> components = new ArrayList<>();
        List<Optional<String>> groups = new ArrayList<>();
        for (ConfigTable component : table.tables("component")) {
            groups.add(component.string("files"));
            components.add(component(component, invoice));
        }
        root.put("component", components);
        return new InnerManifest(TomlWriter.write(root), groups);
    }

    private static Map<String, Object> component(ConfigTable component, Invoice invoice) {
        component.allowOnly(List.of("source", "id", "description", "files", "allowedHttpHosts", "keyValueStores", "sqliteDatabases", "aiModels",
                "environment", "trigger", "config"));
        Map<String, Object> out = new LinkedHashMap<>();
        for (String key : component.keys()) {
            if (!key.equals("files") && !key.equals("source")) {
                out.put(RENAMED.getOrDefault(key, key), TomlWriter.plain(component.value(key).orElseThrow()));
            }
        }
        out.put("source", new LinkedHashMap<>(Map.of("reference", invoice.id().toString(), "parcel", component.requiredString("source"))));
        return out;
    }
}
