package dev.gyre.api.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Place;

/** Makes a {@link Component}; what is not set is empty. For one thread. */
public final class ComponentBuilder {
    private String id;
    private Place place = Place.of("");
    private Optional<String> description = Optional.empty();
    private ModuleSource source;
    private Map<String, String> environment = Map.of();
    private List<FileSpec> files = List.of();
    private List<String> excludeFiles = List.of();
    private List<Mount> mounts = List.of();
    private Map<String, String> variables = Map.of();
    private List<OutboundHost> allowedOutboundHosts = List.of();
    private List<String> allowedHttpHosts = List.of();
    private List<String> keyValueStores = List.of();
    private List<String> sqliteDatabases = List.of();
    private List<String> aiModels = List.of();
    private Optional<BuildSpec> buildSpec = Optional.empty();
    private Optional<List<Target>> targets = Optional.empty();
    private Map<String, Dependency> dependencies = Map.of();
    private Map<String, List<Dependency>> triggerDependencies = Map.of();
    private Map<String, ConfigTable> tools = Map.of();

    ComponentBuilder(String id, ModuleSource source) {
        this.id = id;
        this.source = source;
    }

    ComponentBuilder(Component from) {
        id = from.id();
        place = from.place();
        description = from.description();
        source = from.source();
        environment = from.environment();
        files = from.files();
        excludeFiles = from.excludeFiles();
        mounts = from.mounts();
        variables = from.variables();
        allowedOutboundHosts = from.allowedOutboundHosts();
        allowedHttpHosts = from.allowedHttpHosts();
        keyValueStores = from.keyValueStores();
        sqliteDatabases = from.sqliteDatabases();
        aiModels = from.aiModels();
        buildSpec = from.build();
        targets = from.targets();
        dependencies = from.dependencies();
        triggerDependencies = from.triggerDependencies();
        tools = from.tools();
    }

    public ComponentBuilder id(String value) {
        id = value;
        return this;
    }

    public ComponentBuilder place(Place value) {
        place = value;
        return this;
    }

    public ComponentBuilder description(Optional<String> value) {
        description = value;
        return this;
    }

    public ComponentBuilder source(ModuleSource value) {
        source = value;
        return this;
    }

    public ComponentBuilder environment(Map<String, String> value) {
        environment = value;
        return this;
    }

    public ComponentBuilder files(List<FileSpec> value) {
        files = value;
        return this;
    }

    public ComponentBuilder excludeFiles(List<String> value) {
        excludeFiles = value;
        return this;
    }

    public ComponentBuilder mounts(List<Mount> value) {
        mounts = value;
        return this;
    }

    public ComponentBuilder variables(Map<String, String> value) {
        variables = value;
        return this;
    }

    public ComponentBuilder allowedOutboundHosts(List<OutboundHost> value) {
        allowedOutboundHosts = value;
        return this;
    }

    public ComponentBuilder allowedHttpHosts(List<String> value) {
        allowedHttpHosts = value;
        return this;
    }

    public ComponentBuilder keyValueStores(List<String> value) {
        keyValueStores = value;
        return this;
    }

    public ComponentBuilder sqliteDatabases(List<String> value) {
        sqliteDatabases = value;
        return this;
    }

    public ComponentBuilder aiModels(List<String> value) {
        aiModels = value;
        return this;
    }

    public ComponentBuilder buildSpec(Optional<BuildSpec> value) {
        buildSpec = value;
        return this;
    }

    public ComponentBuilder targets(Optional<List<Target>> value) {
        targets = value;
        return this;
    }

    public ComponentBuilder dependencies(Map<String, Dependency> value) {
        dependencies = value;
        return this;
    }

    public ComponentBuilder triggerDependencies(Map<String, List<Dependency>> value) {
        triggerDependencies = value;
        return this;
    }

    public ComponentBuilder tools(Map<String, ConfigTable> value) {
        tools = value;
        return this;
    }

    public Component build() {
        return new Component(id, place, description, source, environment, files, excludeFiles, mounts, variables, allowedOutboundHosts,
                allowedHttpHosts, keyValueStores, sqliteDatabases, aiModels, buildSpec, targets, dependencies, triggerDependencies, tools);
    }
}
