package dev.gyre.runtime.internal.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.runtime.Limits;

/**
 * An application's {@code gyre.toml}: {@code engine}, {@code [limits]}, {@code [component.<id>]} with {@code engine},
 * {@code abi} and {@code limits}, one table for each trigger type the application uses, which the trigger reads, and the
 * tables of others that are named here; and the manifest's {@code [component.<id>.tool.gyre]}, which takes what
 * {@code [component.<id>]} does. Anything else is refused, so that a typing error is never ignored.
 */
public final class AppSettings {
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
        root.allowOnly(app.settingKeys());

        ConfigTable tables = root.table("component").orElse(ConfigTable.empty("component", root.position()));
        tables.allowOnly(app.components().stream().map(Component::id).toList());

        Map<String, ComponentSettings> components = new HashMap<>();
        for (Component component : app.components()) {
            String path = "component." + component.id();
            Optional<ComponentSettings> manifest = Optional.ofNullable(component.tools().get("gyre")).map(t -> read(t, path + ".tool.gyre.engine in the manifest"));
            ComponentSettings file = tables.table(component.id()).map(t -> read(t, path + ".engine in gyre.toml"))
                    .orElseGet(() -> read(ConfigTable.empty(path, root.position()), path));
            components.put(component.id(), new ComponentSettings(file.layout().or(() -> manifest.flatMap(ComponentSettings::layout)),
                    file.engine().or(() -> manifest.flatMap(ComponentSettings::engine)), app.settings(component)));
        }
        AppSettings settings = new AppSettings(root, components);
        settings.engine();
        root.table("limits").ifPresent(t -> LimitsReader.read(t, Limits.DEFAULT));
        return settings;
    }

    /** Checks a table by itself, so that messages name the key where it was written. */
    private static ComponentSettings read(ConfigTable table, String engineKey) {
        table.allowOnly(COMPONENT_KEYS);
        table.table("limits").ifPresent(t -> LimitsReader.read(t, Limits.DEFAULT));
        return new ComponentSettings(table.string("abi").map(abi -> layout(table, abi)), table.string("engine").map(e -> new EngineWish(e, engineKey)), table);
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
