package dev.gyre.manifest.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.app.BuildSpec;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Target;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;

/**
 * A component of a version 2 manifest as it is written, {@code [component.<id>]} or inline in a trigger.
 *
 * @param component    without dependencies and profiles
 * @param inheritAll   {@code dependencies_inherit_configuration}
 */
record DeclaredComponent(
        Component component, Map<String, DeclaredDependency> dependencies, Optional<Boolean> inheritAll, Map<String, Profile> profiles) {

    private static final List<String> FIELDS = List.of("source", "description", "variables", "environment", "files", "exclude_files",
            "allowed_http_hosts", "allowed_outbound_hosts", "key_value_stores", "sqlite_databases", "ai_models", "targets", "build", "tool",
            "dependencies_inherit_configuration", "dependencies", "profile");

    /** What is different in a build profile (Spin 4.0). */
    record Profile(Optional<ModuleSource> source, Map<String, String> environment, Map<String, DeclaredDependency> dependencies,
            Optional<List<String>> commands) {

        static Profile read(ConfigTable table) {
            table.allowOnly(List.of("source", "environment", "dependencies", "build"));
            return new Profile(table.has("source") ? Optional.of(Sources.v2(table)) : Optional.empty(), ComponentFields.environment(table),
                    DependencyTable.ofComponent(table), table.table("build").map(build -> {
                        build.allowOnly(List.of("command"));
                        return ComponentFields.commands(build);
                    }));
        }
    }

    /** @throws ConfigException for the first field that is wrong */
    static DeclaredComponent read(String id, ConfigTable table) {
        table.allowOnly(FIELDS);
        Component component = Component.builder(id, Sources.v2(table))
                .place(table.place())
                .description(table.string("description").filter(d -> !d.isEmpty()))
                .environment(ComponentFields.environment(table))
                .files(ComponentFields.files(table))
                .excludeFiles(table.strings("exclude_files"))
                .variables(Variables.ofComponentV2(table))
                .allowedOutboundHosts(OutboundHosts.v2(table))
                .allowedHttpHosts(table.strings("allowed_http_hosts"))
                .keyValueStores(ComponentFields.labels(table, "key_value_stores", DeclaredComponent::isStore, Names.STORE_RULE))
                .sqliteDatabases(ComponentFields.labels(table, "sqlite_databases", DeclaredComponent::isStore, Names.STORE_RULE))
                .aiModels(table.strings("ai_models"))
                .buildSpec(ComponentFields.build(table))
                .targets(table.has("targets") ? Optional.of(Targets.read(table)) : Optional.<List<Target>>empty())
                .tools(Tables.of(table, "tool"))
                .build();
        Map<String, DeclaredDependency> dependencies = DependencyTable.ofComponent(table);
        Optional<Boolean> inheritAll = table.bool("dependencies_inherit_configuration");
        Map<String, Profile> profiles = new LinkedHashMap<>();
        Tables.of(table, "profile").forEach((name, profile) -> profiles.put(name, Profile.read(profile)));
        return new DeclaredComponent(component, dependencies, inheritAll, profiles);
    }

    private static boolean isStore(String label) {
        return Names.isKebab(label) || Names.isLabel(label);
    }

    /** With what a profile changes, when it has that profile. */
    DeclaredComponent with(String profile) {
        Profile changes = profiles.get(profile);
        if (changes == null) {
            return this;
        }
        Map<String, String> environment = new LinkedHashMap<>(component.environment());
        environment.putAll(changes.environment());
        Optional<BuildSpec> build = changes.commands().map(commands -> component.build()
                .map(b -> new BuildSpec(commands, b.workdir(), b.watch())).orElse(new BuildSpec(commands, Optional.empty(), List.of())))
                .or(component::build);
        Map<String, DeclaredDependency> all = new LinkedHashMap<>(dependencies);
        all.putAll(changes.dependencies());
        Component changed = component.toBuilder().source(changes.source().orElse(component.source())).environment(environment).buildSpec(build).build();
        return new DeclaredComponent(changed, all, inheritAll, profiles);
    }

    /** @throws ConfigException when both the component and one of its dependencies say what is inherited */
    void checkInheritance() {
        if (inheritAll.isEmpty()) {
            return;
        }
        dependencies.forEach((name, dependency) -> dependency.inherit().ifPresent(i -> {
            throw dependency.place().error("inherit_configuration", "the component has dependencies_inherit_configuration, and the dependency \"" + name
                    + "\" inherit_configuration; use one or the other");
        }));
    }

    /** The fields that give it something of its own, which a dependency may not have. */
    Set<String> grants() {
        Map<String, Boolean> fields = new LinkedHashMap<>();
        fields.put("ai_models", component.aiModels().isEmpty());
        fields.put("allowed_http_hosts", component.allowedHttpHosts().isEmpty());
        fields.put("allowed_outbound_hosts", component.allowedOutboundHosts().isEmpty() || !component.allowedHttpHosts().isEmpty());
        fields.put("dependencies", dependencies.isEmpty());
        fields.put("environment", component.environment().isEmpty());
        fields.put("files", component.files().isEmpty());
        fields.put("key_value_stores", component.keyValueStores().isEmpty());
        fields.put("sqlite_databases", component.sqliteDatabases().isEmpty());
        fields.put("variables", component.variables().isEmpty());
        fields.values().removeIf(empty -> empty);
        return fields.keySet();
    }
}
