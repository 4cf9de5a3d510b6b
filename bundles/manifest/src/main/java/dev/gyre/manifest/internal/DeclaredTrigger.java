package dev.gyre.manifest.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;

/**
 * A {@code [[trigger.<type>]]} of a version 2 manifest as it is written.
 *
 * @param id         nothing when it has none
 * @param config     what only the trigger understands
 */
record DeclaredTrigger(String type, ConfigTable table, Optional<String> id, Optional<Ref> component, Map<String, List<Ref>> components,
        Map<String, List<DeclaredDependency>> dependencies, ConfigTable config) {

    private static final String COMPONENT = "the id of a component or a table that is one";

    /** A component a trigger names. */
    sealed interface Ref {
        /** One of the manifest's. */
        record Named(String id, Position position, String field) implements Ref {
        }

        /** One of its own. */
        record Inline(ConfigTable table) implements Ref {
        }
    }

    /** @throws ConfigException for the first field that is wrong */
    static DeclaredTrigger read(String type, ConfigTable table) {
        Map<String, List<Ref>> components = new LinkedHashMap<>();
        table.table("components").ifPresent(roles -> roles.keys().forEach(role -> components.put(role, refs(roles, role))));
        return new DeclaredTrigger(type, table, table.string("id").filter(id -> !id.isEmpty()),
                table.value("component").map(v -> ref(table, "component", v)), components, DependencyTable.ofTrigger(table),
                table.without(List.of("id", "component", "components", "dependencies")));
    }

    private static List<Ref> refs(ConfigTable roles, String role) {
        ConfigValue written = roles.value(role).orElseThrow();
        if (!(written.value() instanceof List<?>)) {
            return List.of(ref(roles, role, written));
        }
        List<ConfigValue> list = roles.list(role);
        List<Ref> out = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            out.add(ref(roles, role + "[" + i + "]", list.get(i)));
        }
        return out;
    }

    private static Ref ref(ConfigTable table, String field, ConfigValue value) {
        return switch (value.value()) {
            case String id when Names.isKebab(id) -> new Ref.Named(id, value.position(), table.place().field(field));
            case String id -> throw new ConfigException(value.position(), table.place().field(field), "the id of a component must be " + Names.KEBAB_RULE
                    + ", but is " + value.display());
            case ConfigTable inline -> new Ref.Inline(inline);
            default -> throw new ConfigException(value.position(), table.place().field(field), "must be " + COMPONENT + ", but is " + value.display());
        };
    }
}
