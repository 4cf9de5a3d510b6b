package dev.gyre.manifest.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.Origin;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;

/** The root of a version 1 manifest (Spin 0.1 to 1.5, {@code crates/loader/src/local/config.rs}). For one thread. */
final class ManifestV1 {
    private static final int MANIFEST_VERSION = 1;
    private static final String COMPONENTS = "write one [[component]], in double brackets, for each component";

    private final ConfigTable root;
    private final Dialect dialect;

    ManifestV1(ConfigTable root, Dialect dialect) {
        this.root = root;
        this.dialect = dialect;
    }

    /** @throws dev.gyre.api.config.ConfigException for the first field that is wrong */
    Application read(Origin origin) {
        root.allowOnly(List.of(dialect.versionKey(), "name", "version", "description", "authors", "namespace", "trigger",
                "component", "config", "variables"));
        AppInfo info = new AppInfo(nonEmpty(root, "name"), root.string("version").orElse(""), root.string("description"),
                root.strings("authors"), root.string("namespace"), MANIFEST_VERSION, origin);
        ConfigTable trigger = root.requiredTable("trigger");
        String type = nonEmpty(trigger, "type");
        if (root.value("component").filter(written -> written.value() instanceof ConfigTable).isPresent()) {
            throw root.error("component", "must be an array of tables; " + COMPONENTS);
        }
        List<Component> components = new ArrayList<>();
        List<TriggerBinding> bindings = new ArrayList<>();
        Map<String, Position> ids = new HashMap<>();
        for (ConfigTable table : root.tables("component")) {
            Component component = new ComponentV1(table, dialect).read();
            unique(table, component.id(), ids);
            components.add(component);
            bindings.add(new TriggerBinding(type, "trigger-" + component.id(), component.id(), table.requiredTable("trigger")));
        }
        return new Application(info, components, bindings, Map.of(type, trigger.without(List.of("type"))), Variables.v1(root),
                ConfigTable.empty("", Position.of("gyre.toml")));
    }

    /** A required string that says something. */
    static String nonEmpty(ConfigTable table, String key) {
        String value = table.requiredString(key);
        if (value.isBlank()) {
            throw table.error(key, "must not be empty");
        }
        return value;
    }

    private static void unique(ConfigTable table, String id, Map<String, Position> ids) {
        Position at = table.value("id").orElseThrow().position();
        Position first = ids.putIfAbsent(id, at);
        if (first != null) {
            throw table.error("id", "the component id \"" + id + "\" is used twice; the first is at line " + first.line()
                    + ", column " + first.column());
        }
    }
}
