package dev.gyre.api.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;

/**
 * One component: a WebAssembly module and what it is given.
 *
 * @param position           of the component in the manifest, for messages
 * @param source             the module; after loading always a {@link ModuleSource.File} or {@link ModuleSource.Bytes}
 * @param environment        variables the guest sees
 * @param files              what the manifest asks to be mounted
 * @param excludeFiles       globs taken out of {@code files} (Spin 0.5)
 * @param mounts             folders to preopen; empty until a loader has staged {@code files}
 * @param allowedHttpHosts   {@code allowed_http_hosts} of manifest v1, as written
 * @param variables          the component's own variables: name to template (Spin 0.2-0.5 {@code config})
 * @param keyValueStores     labels of the stores it may open (Spin 0.9)
 * @param sqliteDatabases    labels of the databases it may open (Spin 1.3)
 * @param aiModels           models it may use (Spin 1.5)
 * @param tools              {@code [component.<id>.tool.<name>]} of manifest v2 by name, unread: settings of tools that Spin does not
 *                           know; Gyre's own are {@code tool.gyre}, see {@link Application#settings(Component)}
 */
public record Component(
        String id,
        Position position,
        Optional<String> description,
        ModuleSource source,
        Map<String, String> environment,
        List<FileSpec> files,
        List<String> excludeFiles,
        List<Mount> mounts,
        List<String> allowedHttpHosts,
        Map<String, String> variables,
        List<String> keyValueStores,
        List<String> sqliteDatabases,
        List<String> aiModels,
        Optional<BuildSpec> build,
        Map<String, ConfigTable> tools) {

    public Component {
        environment = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(environment));
        files = List.copyOf(files);
        excludeFiles = List.copyOf(excludeFiles);
        mounts = List.copyOf(mounts);
        allowedHttpHosts = List.copyOf(allowedHttpHosts);
        variables = Map.copyOf(variables);
        keyValueStores = List.copyOf(keyValueStores);
        sqliteDatabases = List.copyOf(sqliteDatabases);
        aiModels = List.copyOf(aiModels);
        tools = Map.copyOf(tools);
    }

    /** The same component with its module at hand and its files staged. */
    public Component staged(ModuleSource module, List<Mount> staged) {
        return new Component(id, position, description, module, environment, files, excludeFiles, staged, allowedHttpHosts,
                variables, keyValueStores, sqliteDatabases, aiModels, build, tools);
    }

    /** The same component with more environment, the given values winning ({@code gyre up -e}). */
    public Component withEnvironment(Map<String, String> extra) {
        Map<String, String> all = new java.util.LinkedHashMap<>(environment);
        all.putAll(extra);
        return new Component(id, position, description, source, all, files, excludeFiles, mounts, allowedHttpHosts,
                variables, keyValueStores, sqliteDatabases, aiModels, build, tools);
    }
}
