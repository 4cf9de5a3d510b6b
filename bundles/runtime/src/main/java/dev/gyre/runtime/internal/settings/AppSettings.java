package dev.gyre.runtime.internal.settings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.runtime.Limits;

/**
 * An application's {@code gyre.toml}: {@code engine}, {@code [limits]}, {@code [component.<id>]} with {@code engine},
 * {@code abi} and {@code limits}, one table for each trigger type the application uses, which the trigger reads, and the
 * tables of others that are named here. Anything else is refused, so that a typing error is never ignored.
 */
public final class AppSettings {
    /** {@code files} is read by loaders. */
    private static final Set<String> ROOT_KEYS = Set.of("engine", "limits", "component", "files");
    /** {@code outbound} is read by the outbound policy. */
    private static final Set<String> COMPONENT_KEYS = Set.of("engine", "abi", "limits", "outbound");

    private final ConfigTable root;
    private final Map<String, ComponentSettings> components;

    private AppSettings(ConfigTable root, Map<String, ComponentSettings> components) {
        this.root = root;
        this.components = Map.copyOf(components);
    }

    /** @throws dev.gyre.api.config.ConfigException for the first thing that cannot be used */
    public static AppSettings read(Application app) {
        ConfigTable root = app.settings();
        Set<String> allowed = new HashSet<>(ROOT_KEYS);
        app.bindings().stream().map(TriggerBinding::type).forEach(allowed::add);
        allowed.addAll(app.triggerDefaults().keySet());
        root.allowOnly(allowed);

        ConfigTable tables = root.table("component").orElse(ConfigTable.empty("component", root.position()));
        List<String> ids = app.components().stream().map(Component::id).toList();
        tables.allowOnly(ids);

        Map<String, ComponentSettings> components = new HashMap<>();
        for (String id : ids) {
            ConfigTable table = tables.table(id).orElse(ConfigTable.empty("component." + id, root.position()));
            table.allowOnly(COMPONENT_KEYS);
            components.put(id, new ComponentSettings(table.string("abi").map(abi -> layout(table, abi)),
                    table.string("engine").map(e -> new EngineWish(e, "component." + id + ".engine in gyre.toml")), table));
        }
        AppSettings settings = new AppSettings(root, components);
        settings.engine();
        ids.forEach(id -> settings.limits(id, Limits.DEFAULT));
        return settings;
    }

    private static CoreLayout layout(ConfigTable table, String abi) {
        return switch (abi) {
            case "slots" -> CoreLayout.SLOTS;
            case "packed" -> CoreLayout.PACKED;
            default -> throw table.badValue("abi", "\"slots\" (Spin 0.1 to 0.3) or \"packed\" (Spin 0.4 and later)");
        };
    }

    /** The settings of one of the application's components. */
    public ComponentSettings component(String id) {
        return components.get(id);
    }

    /** A component's limits. */
    public Limits limits(String id, Limits defaults) {
        Limits all = root.table("limits").map(t -> LimitsReader.read(t, defaults)).orElse(defaults);
        return components.get(id).table().table("limits").map(t -> LimitsReader.read(t, all)).orElse(all);
    }

    /** The engine of components that name none. */
    public Optional<EngineWish> engine() {
        return root.string("engine").map(e -> new EngineWish(e, "engine in gyre.toml"));
    }

    /** The table of a trigger type; empty when there is none. */
    public ConfigTable trigger(String type) {
        return root.table(type).orElse(ConfigTable.empty(type, root.position()));
    }
}
