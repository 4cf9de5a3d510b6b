package dev.gyre.api.app;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Place;
import dev.gyre.api.config.Position;

/**
 * One component: a WebAssembly module or component and what it is given. Made with a {@link ComponentBuilder}.
 *
 * @param place                where it is written, for messages
 * @param source               the module; after loading always a {@link ModuleSource.File} or {@link ModuleSource.Bytes}
 * @param environment          variables the guest sees
 * @param files                what the manifest asks to be mounted
 * @param excludeFiles         globs taken out of {@code files} (Spin 0.5)
 * @param mounts               folders to preopen; empty until a loader has staged {@code files}
 * @param variables            the component's own variables: name to template (Spin 0.2-0.5 {@code config})
 * @param allowedOutboundHosts where it may connect to, whichever field allows it
 * @param allowedHttpHosts     {@code allowed_http_hosts} as written, for messages: {@code allowedOutboundHosts} has what it allows
 * @param keyValueStores       labels of the stores it may open (Spin 0.9)
 * @param sqliteDatabases      labels of the databases it may open (Spin 1.3)
 * @param aiModels             models it may use (Spin 1.5)
 * @param targets              environments it must be compatible with instead of the application's (Spin 3.4)
 * @param dependencies         what satisfies imports of it, by the name of an import or package (Spin 3.0)
 * @param triggerDependencies  what a trigger composes with it, by role, such as {@code middleware} (Spin 4.1)
 * @param tools                {@code [component.<id>.tool.<name>]} of manifest v2 by name, unread: settings of tools that Spin does not
 *                             know; Gyre's own are {@code tool.gyre}, see {@link Application#settings(Component)}
 */
public record Component(
        String id,
        Place place,
        Optional<String> description,
        ModuleSource source,
        Map<String, String> environment,
        List<FileSpec> files,
        List<String> excludeFiles,
        List<Mount> mounts,
        Map<String, String> variables,
        List<OutboundHost> allowedOutboundHosts,
        List<String> allowedHttpHosts,
        List<String> keyValueStores,
        List<String> sqliteDatabases,
        List<String> aiModels,
        Optional<BuildSpec> build,
        Optional<List<Target>> targets,
        Map<String, Dependency> dependencies,
        Map<String, List<Dependency>> triggerDependencies,
        Map<String, ConfigTable> tools) {

    public Component {
        environment = ordered(environment);
        files = List.copyOf(files);
        excludeFiles = List.copyOf(excludeFiles);
        mounts = List.copyOf(mounts);
        variables = ordered(variables);
        allowedOutboundHosts = List.copyOf(allowedOutboundHosts);
        allowedHttpHosts = List.copyOf(allowedHttpHosts);
        keyValueStores = List.copyOf(keyValueStores);
        sqliteDatabases = List.copyOf(sqliteDatabases);
        aiModels = List.copyOf(aiModels);
        targets = targets.map(List::copyOf);
        dependencies = ordered(dependencies);
        triggerDependencies = ordered(triggerDependencies);
        tools = Map.copyOf(tools);
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** A component that has nothing but a module. */
    public static ComponentBuilder builder(String id, ModuleSource source) {
        return new ComponentBuilder(id, source);
    }

    public ComponentBuilder toBuilder() {
        return new ComponentBuilder(this);
    }

    /** Of the component in the manifest, for messages. */
    public Position position() {
        return place.position();
    }

    /** Settings of a tool, such as {@code gyre} for Gyre's own; nothing when the manifest has none. */
    public Optional<ConfigTable> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** The same component with its module at hand and its files staged. */
    public Component staged(ModuleSource module, List<Mount> staged) {
        return toBuilder().source(module).mounts(staged).build();
    }

    /** The same component with more environment, the given values winning ({@code gyre up -e}). */
    public Component withEnvironment(Map<String, String> extra) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(extra);
        return toBuilder().environment(all).build();
    }
}
