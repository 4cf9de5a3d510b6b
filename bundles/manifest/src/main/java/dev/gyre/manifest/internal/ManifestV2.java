package dev.gyre.manifest.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;

/** The root of a version 2 manifest (Spin 2.0 and later, {@code crates/manifest/src/schema/v2.rs}). For one thread. */
final class ManifestV2 {
    static final String VERSION_KEY = "spin_manifest_version";
    static final long MANIFEST_VERSION = 2;
    private static final String TRIGGERS = "write one [[trigger.<type>]], in double brackets, for each";

    private final ConfigTable root;

    ManifestV2(ConfigTable root) {
        this.root = root;
    }

    /** @throws dev.gyre.api.config.ConfigException for the first thing that is wrong */
    Application read(Origin origin, Optional<String> profile) {
        List.of("name", "version", "description", "authors", "targets").stream().filter(root::has).findFirst().ifPresent(key -> {
            throw root.error(key, "in a manifest of version 2 it belongs in [application]");
        });
        root.allowOnly(List.of(VERSION_KEY, "application", "variables", "trigger", "component"));
        ConfigTable application = root.requiredTable("application");
        application.allowOnly(List.of("name", "version", "description", "authors", "targets", "trigger", "tool"));
        AppInfo info = new AppInfo(ManifestV1.nonEmpty(application, "name"), application.string("version").orElse(""),
                application.string("description").filter(d -> !d.isEmpty()), application.strings("authors"), Optional.empty(),
                (int) MANIFEST_VERSION, origin, profile, Targets.read(application), Tables.of(application, "tool"));
        Normaliser normal = new Normaliser(components(), triggers());
        profile.ifPresent(p -> normal.apply(root, p));
        normal.normalise();
        return new Application(info, normal.components(), normal.bindings(), Tables.of(application, "trigger"), Variables.v2(root),
                ConfigTable.empty("", Position.of("gyre.toml")));
    }

    private Map<String, DeclaredComponent> components() {
        Map<String, DeclaredComponent> out = new LinkedHashMap<>();
        Optional<ConfigValue> written = root.value("component");
        if (written.isPresent() && written.get().value() instanceof List<?>) {
            throw root.error("component", "must be a table of components by id: version 2 writes [component.<id>], in single brackets");
        }
        Tables.of(root, "component").forEach((id, table) -> {
            if (!Names.isKebab(id)) {
                throw root.requiredTable("component").error(id, "the id of a component must be " + Names.KEBAB_RULE);
            }
            out.put(id, DeclaredComponent.read(id, table));
        });
        return out;
    }

    private List<DeclaredTrigger> triggers() {
        ConfigTable types = root.value("trigger").map(v -> root.requiredTable("trigger"))
                .orElseThrow(() -> root.error("trigger", "required table is missing; " + TRIGGERS));
        List<DeclaredTrigger> out = new ArrayList<>();
        for (String type : types.keys()) {
            if (!(types.value(type).orElseThrow().value() instanceof List<?>)) {
                throw types.error(type, "must be an array of tables; " + TRIGGERS);
            }
            types.tables(type).forEach(table -> out.add(DeclaredTrigger.read(type, table)));
        }
        return out;
    }
}
