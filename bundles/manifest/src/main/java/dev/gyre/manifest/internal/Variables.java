package dev.gyre.manifest.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import dev.gyre.api.app.Variable;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/** Variables of the application, {@code [config]} (Spin 0.2 to 0.5) or {@code [variables]} (since 0.6), and of components. Stateless. */
final class Variables {
    private Variables() {
    }

    /** @throws dev.gyre.api.config.ConfigException for the first one that is wrong */
    static Map<String, Variable> v1(ConfigTable root) {
        if (root.has("config") && root.has("variables")) {
            throw root.error("config", "[config] and [variables] are two names of one table; use [variables]");
        }
        Map<String, Variable> out = new LinkedHashMap<>();
        root.table("config").ifPresent(slots -> slots.keys().forEach(path -> {
            if (!Names.isKeyPath(path)) {
                throw slots.error(path, "must be named with " + Names.KEY_RULE + ", or several such names joined by dots in quotes");
            }
            out.put(path, slot(declaration(slots, path)));
        }));
        out.putAll(variables(root, Names::isKey, Names.KEY_RULE));
        return out;
    }

    /** @throws dev.gyre.api.config.ConfigException for the first one that is wrong */
    static Map<String, Variable> v2(ConfigTable root) {
        return variables(root, Names::isLowerSnake, Names.LOWER_SNAKE_RULE);
    }

    private static Map<String, Variable> variables(ConfigTable root, Predicate<String> rule, String inWords) {
        Map<String, Variable> out = new LinkedHashMap<>();
        root.table("variables").ifPresent(variables -> variables.keys().forEach(name -> {
            named(variables, name, rule, inWords);
            out.put(name, variable(declaration(variables, name)));
        }));
        return out;
    }

    private static void named(ConfigTable table, String name, Predicate<String> rule, String inWords) {
        if (!rule.test(name)) {
            throw table.error(name, "must be named with " + inWords);
        }
    }

    /** {@code component.config}: names to templates. */
    static Map<String, String> ofComponentV1(ConfigTable component) {
        return ofComponent(component, "config", Names::isKey, Names.KEY_RULE);
    }

    /** {@code component.variables}: names to templates. */
    static Map<String, String> ofComponentV2(ConfigTable component) {
        return ofComponent(component, "variables", Names::isLowerSnake, Names.LOWER_SNAKE_RULE);
    }

    private static Map<String, String> ofComponent(ConfigTable component, String field, Predicate<String> rule, String inWords) {
        component.table(field).ifPresent(config -> config.keys().forEach(name -> named(config, name, rule, inWords)));
        return component.stringMap(field);
    }

    /** A value in its place may be a secret: no message shows it. */
    private static ConfigTable declaration(ConfigTable table, String name) {
        ConfigValue value = table.value(name).orElseThrow();
        if (value.value() instanceof ConfigTable declaration) {
            return declaration;
        }
        throw table.error(name, "must be { default = \"...\" } or { required = true }, but is of type " + value.typeName());
    }

    /** Of {@code [config]}: a default wins over {@code required}. */
    private static Variable slot(ConfigTable slot) {
        Variable written = fields(slot, true);
        if (written.defaultValue().isEmpty() && !written.required()) {
            throw slot.error("default", "a default value or required = true must be given");
        }
        return new Variable(written.defaultValue(), true, written.defaultValue().isEmpty(), written.secret(), written.description(), written.place());
    }

    private static Variable variable(ConfigTable table) {
        Variable written = fields(table, false);
        if (written.required() == written.defaultValue().isPresent()) {
            throw table.error("default", "either a default value or required = true must be given, and not both");
        }
        return written;
    }

    private static Variable fields(ConfigTable table, boolean template) {
        table.allowOnly(List.of("default", "required", "secret", "description"));
        return new Variable(defaultValue(table), template, table.bool("required").orElse(false), table.bool("secret").orElse(false),
                table.string("description"), table.place());
    }

    /** May be a secret: no message shows it. */
    private static Optional<String> defaultValue(ConfigTable table) {
        Optional<ConfigValue> value = table.value("default");
        value.filter(v -> !(v.value() instanceof String)).ifPresent(v -> {
            throw table.error("default", "must be a string, but is of type " + v.typeName() + "; put it in quotes");
        });
        return value.map(v -> (String) v.value());
    }
}
