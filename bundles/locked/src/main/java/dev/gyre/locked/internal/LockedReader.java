package dev.gyre.locked.internal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.BuildSpec;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.Dependency;
import dev.gyre.api.app.Inheritable;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.app.Variable;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.locked.ContentReader;
import dev.gyre.locked.ContentRef;
import dev.gyre.locked.LockedFile;

/**
 * Reads a locked application. Fields it does not know are left alone, as newer Spins may have them, but those that must be
 * understood. For one thread.
 */
public final class LockedReader {
    /** Locked applications behave like manifests of version 2. */
    private static final int MANIFEST_VERSION = 2;
    private static final String VERSION = "spin_lock_version";
    private static final String MUST = "must_understand";

    private final ConfigTable root;
    private final ContentReader content;

    public LockedReader(ConfigTable root, ContentReader content) {
        this.root = root;
        this.content = content;
    }

    /** @throws ConfigException for the first thing that is wrong */
    public Application read(Origin origin) {
        long version = root.integer(VERSION).orElseThrow(() -> root.error(VERSION, "required field is missing; it must be 0 or 1"));
        if (version != 0 && version != 1) {
            throw root.badValue(VERSION, "0 or 1");
        }
        for (String field : root.strings(MUST)) {
            if (!field.equals(Requirements.APP) && !field.equals(Requirements.COMPONENT)) {
                throw root.error(MUST, "this version of Gyre does not know \"" + field + "\", which must be understood to run the application");
            }
        }
        Requirements.check(root);
        ConfigTable metadata = root.table("metadata").orElse(ConfigTable.empty("metadata", root.position()));
        AppInfo info = new AppInfo(metadata.requiredString("name"), metadata.string("version").orElse(""), metadata.string("description"),
                metadata.strings("authors"), Optional.empty(), MANIFEST_VERSION, origin, metadata.string("profile"), List.of(), Map.of());
        List<Component> components = components();
        return new Application(info, components, bindings(components), defaults(metadata), variables(),
                ConfigTable.empty("", Position.of("gyre.toml")));
    }

    private Map<String, ConfigTable> defaults(ConfigTable metadata) {
        Map<String, ConfigTable> out = new LinkedHashMap<>();
        metadata.table("triggers").ifPresent(types -> types.keys().forEach(type -> out.put(type, types.requiredTable(type))));
        // until Spin 1.5 there was the one trigger only
        metadata.table("trigger").ifPresent(only -> only.string("type").ifPresent(type -> out.putIfAbsent(type, only.without(List.of("type")))));
        return out;
    }

    private Map<String, Variable> variables() {
        Map<String, Variable> out = new LinkedHashMap<>();
        root.table("variables").ifPresent(table -> table.keys().forEach(name -> {
            ConfigTable variable = table.requiredTable(name);
            Optional<String> value = variable.string("default");
            out.put(name, new Variable(value, false, value.isEmpty(), variable.bool("secret").orElse(false), variable.string("description"), variable.place()));
        }));
        return out;
    }

    private List<TriggerBinding> bindings(List<Component> components) {
        Set<String> ids = new HashSet<>();
        components.forEach(c -> ids.add(c.id()));
        List<TriggerBinding> out = new ArrayList<>();
        for (ConfigTable trigger : root.tables("triggers")) {
            ConfigTable config = trigger.requiredTable("trigger_config");
            Optional<String> component = config.string("component");
            component.filter(id -> !ids.contains(id)).ifPresent(id -> {
                throw config.error("component", "there is no component \"" + id + "\"");
            });
            Map<String, List<String>> roles = new LinkedHashMap<>();
            config.table("components").ifPresent(table -> table.keys().forEach(role -> roles.put(role, table.strings(role))));
            out.add(new TriggerBinding(trigger.requiredString("trigger_type"), trigger.requiredString("id"), component, roles,
                    config.without(List.of("component", "components"))));
        }
        return out;
    }

    private List<Component> components() {
        List<Component> out = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (ConfigTable table : root.tables("components")) {
            Requirements.check(table);
            Component component = component(table);
            if (!ids.add(component.id())) {
                throw table.error("id", "the component id \"" + component.id() + "\" is used twice");
            }
            out.add(component);
        }
        return out;
    }

    private Component component(ConfigTable table) {
        String id = table.requiredString("id");
        ConfigTable metadata = table.table("metadata").orElse(ConfigTable.empty(table.path() + ".metadata", table.position()));
        List<LockedFile> files = table.tables("files").stream().map(f -> new LockedFile(content(f), f.requiredString("path"))).toList();
        return Component.builder(id, module(table))
                .place(table.place())
                .description(metadata.string("description"))
                .environment(table.stringMap("env"))
                .mounts(files.isEmpty() ? List.of() : content.files(id, files))
                .variables(table.stringMap("config"))
                .allowedOutboundHosts(hosts(metadata))
                .keyValueStores(metadata.strings("key_value_stores"))
                .sqliteDatabases(metadata.strings("databases"))
                .aiModels(metadata.strings("ai_models"))
                .buildSpec(metadata.table("build").map(LockedReader::build))
                .dependencies(dependencies(table))
                .triggerDependencies(triggerDependencies(table))
                .build();
    }

    private static List<OutboundHost> hosts(ConfigTable metadata) {
        List<String> entries = metadata.strings("allowed_outbound_hosts");
        List<ConfigValue> written = metadata.list("allowed_outbound_hosts");
        List<OutboundHost> out = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            out.add(new OutboundHost(entries.get(i), written.get(i).position()));
        }
        return out;
    }

    private static BuildSpec build(ConfigTable build) {
        boolean several = build.value("command").map(v -> v.value() instanceof List<?>).orElse(false);
        return new BuildSpec(several ? build.strings("command") : List.of(build.requiredString("command")), build.string("workdir"), build.strings("watch"));
    }

    private Map<String, Dependency> dependencies(ConfigTable component) {
        Map<String, Dependency> out = new LinkedHashMap<>();
        component.table("dependencies").ifPresent(table -> table.keys().forEach(name -> out.put(name, dependency(table.requiredTable(name)))));
        return out;
    }

    private Map<String, List<Dependency>> triggerDependencies(ConfigTable component) {
        Map<String, List<Dependency>> out = new LinkedHashMap<>();
        component.table("trigger_dependencies").ifPresent(roles -> roles.keys().forEach(
                role -> out.put(role, roles.tables(role).stream().map(this::dependency).toList())));
        return out;
    }

    private Dependency dependency(ConfigTable table) {
        return new Dependency(table.place(), module(table), table.string("export"), inherit(table));
    }

    private static Set<Inheritable> inherit(ConfigTable table) {
        Optional<ConfigValue> written = table.value("inherit");
        if (written.isEmpty()) {
            return Set.of();
        }
        if (written.get().value().equals("All")) {
            return EnumSet.allOf(Inheritable.class);
        }
        Set<Inheritable> out = EnumSet.noneOf(Inheritable.class);
        ConfigTable some = table.requiredTable("inherit");
        some.strings("Some").forEach(name -> out.add(Inheritable.named(name)
                .orElseThrow(() -> some.error("Some", "there is nothing called \"" + name + "\" to inherit"))));
        return out;
    }

    private ModuleSource module(ConfigTable owner) {
        ConfigTable source = owner.requiredTable("source");
        try {
            return content.module(content(source));
        } catch (ConfigException e) {
            throw e;
        } catch (GyreException e) {
            throw owner.error("source", e.getMessage());
        }
    }

    private static ContentRef content(ConfigTable table) {
        Optional<byte[]> inline = table.string("inline").map(text -> {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw table.error("inline", "must be content in base64");
            }
        });
        ContentRef ref = new ContentRef(table.string("source"), inline, table.string("digest"));
        if (ref.source().isEmpty() && ref.inline().isEmpty() && ref.digest().isEmpty()) {
            throw table.error("source", "one of source, inline and digest is required");
        }
        return ref;
    }
}
