package dev.gyre.api.app;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;

/**
 * An application as every part of Gyre sees it, whatever it was loaded from.
 *
 * <p>It is normalised: inline components have ids and are among the others, triggers have ids, the profile is applied, and
 * dependencies on other components of the application are dependencies on their sources.
 *
 * @param info            name, version and where it came from
 * @param components      in manifest order, which decides routing in old manifests; ids are unique
 * @param bindings        which events go to which component, in manifest order within each type
 * @param triggerDefaults the application-wide table of each trigger type ({@code trigger = { type = "http", base = "/" }}
 *                        in manifest v1, {@code [application.trigger.<type>]} in v2), unread: the trigger of that type parses it
 * @param variables       the application's variables by name, in manifest order ({@code [config]} of Spin 0.2-0.5,
 *                        {@code [variables]} since 0.6)
 * @param settings        Gyre's own settings for this application ({@code gyre.toml}), unread: each part parses its table
 * @param runtimeConfig   what the operator says of the services it uses (Spin's {@code runtime-config.toml}), unread: each part parses its
 *                        table; without entries when there is none. Paths in it are relative to the folder of its position's source
 */
public record Application(
        AppInfo info,
        List<Component> components,
        List<TriggerBinding> bindings,
        Map<String, ConfigTable> triggerDefaults,
        Map<String, Variable> variables,
        ConfigTable settings,
        ConfigTable runtimeConfig) {

    /** {@code files} is read by loaders, the others by the runtime. */
    private static final Set<String> SETTINGS = Set.of("engine", "limits", "component", "files");

    public Application {
        components = List.copyOf(components);
        bindings = List.copyOf(bindings);
        triggerDefaults = Map.copyOf(triggerDefaults);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** An application of which no operator has said anything. */
    public Application(AppInfo info, List<Component> components, List<TriggerBinding> bindings, Map<String, ConfigTable> triggerDefaults, Map<String, Variable> variables,
            ConfigTable settings) {
        this(info, components, bindings, triggerDefaults, variables, settings, ConfigTable.empty("", Position.of("runtime configuration")));
    }

    public Optional<Component> component(String id) {
        return components.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    /**
     * The components some trigger sends events to. The others are never run: a manifest may have them to be built, or to be
     * what others depend on.
     */
    public List<Component> served() {
        List<String> ids = bindings.stream()
                .flatMap(b -> Stream.concat(b.componentId().stream(), b.components().values().stream().flatMap(List::stream))).toList();
        return components.stream().filter(c -> ids.contains(c.id())).toList();
    }

    /**
     * Gyre's settings for one of its components, unread: {@code [component.<id>]} of {@code gyre.toml} and, for what that does not
     * say, {@code [component.<id>.tool.gyre]} of a manifest of version 2.
     */
    public ConfigTable settings(Component component) {
        ConfigTable own = settings.table("component").flatMap(t -> t.table(component.id()))
                .orElse(ConfigTable.empty("component." + component.id(), settings.position()));
        return component.tool("gyre").map(own::over).orElse(own);
    }

    /** What {@link #settings} may have: the keys of any application, and a table for each trigger type of this one. */
    public Set<String> settingKeys() {
        Set<String> keys = new TreeSet<>(SETTINGS);
        bindings.stream().map(TriggerBinding::type).forEach(keys::add);
        keys.addAll(triggerDefaults.keySet());
        return keys;
    }

    /** The same application with other components, as a loader makes it once sources and files are staged. */
    public Application withComponents(List<Component> staged) {
        return new Application(info, staged, bindings, triggerDefaults, variables, settings, runtimeConfig);
    }

    /** The same application under another name. */
    public Application named(String name) {
        return new Application(info.named(name), components, bindings, triggerDefaults, variables, settings, runtimeConfig);
    }

    /** The same application with Gyre settings of its own. */
    public Application withSettings(ConfigTable table) {
        return new Application(info, components, bindings, triggerDefaults, variables, table, runtimeConfig);
    }

    /** The same application, of which an operator says this. */
    public Application withRuntimeConfig(ConfigTable file) {
        return new Application(info, components, bindings, triggerDefaults, variables, settings, file);
    }

    /** The same application of which only some events are answered. */
    public Application withBindings(List<TriggerBinding> some) {
        return new Application(info, components, some, triggerDefaults, variables, settings, runtimeConfig);
    }
}
