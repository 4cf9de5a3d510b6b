package dev.gyre.manifest.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.app.Variable;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/** A manifest of version 1 in the words of version 2 ({@code crates/manifest/src/compat.rs} of Spin). For one thread. */
final class Upgrade {
    private final ConfigTable root;
    private final Dialect dialect;
    private final Application app;

    /** @param app what was read from the table */
    Upgrade(ConfigTable root, Dialect dialect, Application app) {
        this.root = root;
        this.dialect = dialect;
        this.app = app;
    }

    /** @throws dev.gyre.api.config.ConfigException when it has what version 2 does not */
    ConfigTable table() {
        app.variables().forEach((name, variable) -> refuseTemplate(name, variable));
        ConfigTable trigger = root.requiredTable("trigger");
        String type = trigger.requiredString("type");
        Map<String, Object> application = new LinkedHashMap<>();
        copy(root, application, "name", "version", "description", "authors");
        application.put("trigger", Map.of(type, trigger.without(List.of("type"))));
        List<ConfigTable> bindings = new ArrayList<>();
        Map<String, Object> components = new LinkedHashMap<>();
        for (int i = 0; i < app.components().size(); i++) {
            ConfigTable written = root.tables("component").get(i);
            String id = id(written, app.components().get(i).id());
            Map<String, Object> binding = new LinkedHashMap<>();
            binding.put("id", "trigger-" + id);
            binding.put("component", id);
            ConfigTable config = written.requiredTable("trigger");
            config.keys().forEach(key -> binding.put(key, config.value(key).orElseThrow()));
            bindings.add(table(binding));
            if (components.put(id, component(written, app.components().get(i))) != null) {
                throw written.error("id", "two components would have the id \"" + id + "\" in version 2; rename one of them");
            }
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put(ManifestV2.VERSION_KEY, ManifestV2.MANIFEST_VERSION);
        out.put("application", application);
        Optional.of(root.has("config") ? "config" : "variables").flatMap(root::table).ifPresent(v -> out.put("variables", v));
        out.put("trigger", bindings.isEmpty() ? Map.of() : Map.of(type, bindings));
        if (!components.isEmpty()) {
            out.put("component", components);
        }
        return table(out);
    }

    private void refuseTemplate(String name, Variable variable) {
        boolean template = variable.template() && variable.defaultValue().filter(d -> d.contains("{{")).isPresent();
        if (template || !Names.isLowerSnake(name)) {
            throw variable.place().error("default", "the variable \"" + name + "\" has no counterpart in version 2: "
                    + (template ? "a default there refers to no other variable" : "names there are " + Names.LOWER_SNAKE_RULE));
        }
    }

    /** With the two likely mistakes mended: underscores and capitals. */
    private static String id(ConfigTable component, String id) {
        String fixed = Names.isKebab(id) ? id : id.replace('_', '-').toLowerCase(Locale.ROOT);
        if (!Names.isKebab(fixed)) {
            throw component.badValue("id", Names.KEBAB_RULE + " for version 2");
        }
        return fixed;
    }

    private ConfigTable component(ConfigTable written, Component component) {
        if (component.source() instanceof ModuleSource.Parcel) {
            throw written.error("source", "a parcel of a bindle has no counterpart in version 2");
        }
        Map<String, Object> out = new LinkedHashMap<>();
        copy(written, out, "source", "description");
        written.value("config").ifPresent(config -> out.put("variables", config));
        copy(written, out, "environment", "files", "exclude_files");
        if (!component.allowedOutboundHosts().isEmpty()) {
            out.put("allowed_outbound_hosts", component.allowedOutboundHosts().stream().map(OutboundHost::entry).toList());
        }
        copy(written, out, "key_value_stores", "sqlite_databases", "ai_models", "build");
        return table(out);
    }

    private static void copy(ConfigTable from, Map<String, Object> to, String... keys) {
        for (String key : keys) {
            from.value(key).ifPresent(value -> to.put(key, value));
        }
    }

    private ConfigTable table(Map<String, Object> values) {
        Map<String, ConfigValue> out = new LinkedHashMap<>();
        values.forEach((key, value) -> out.put(key, value(value)));
        return new ConfigTable("", root.position(), out);
    }

    @SuppressWarnings("unchecked")
    private ConfigValue value(Object value) {
        return switch (value) {
            case ConfigValue known -> known;
            case Map<?, ?> map -> new ConfigValue(table((Map<String, Object>) map), root.position());
            case List<?> list -> new ConfigValue(list.stream().map(this::value).toList(), root.position());
            default -> new ConfigValue(value, root.position());
        };
    }
}
