package dev.gyre.manifest.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.gyre.api.app.Inheritable;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Nearest;

/**
 * {@code dependencies} of components (Spin 3.0) and triggers (4.1), {@code crates/manifest/src/schema/v2.rs}. Every method
 * throws {@link ConfigException}. Stateless.
 */
final class DependencyTable {
    private static final String FORMS = "a version requirement such as \">=0.1.0\", { version, registry, package }, { path }, { url, digest } or { component }";
    private static final String TRIGGER_FORMS = "{ package, version, registry }, { path }, { url, digest } or { component }";
    private static final String INHERIT = "inherit_configuration";
    private static final List<String> INHERITABLE = Arrays.stream(Inheritable.values()).map(Inheritable::toString).toList();

    private DependencyTable() {
    }

    /** What satisfies imports of a component, by name. */
    static Map<String, DeclaredDependency> ofComponent(ConfigTable component) {
        Map<String, DeclaredDependency> out = new LinkedHashMap<>();
        component.table("dependencies").ifPresent(table -> {
            Map<String, PackageName> packages = new LinkedHashMap<>();
            for (String name : table.keys()) {
                boolean plain = name.indexOf(':') < 0 && name.indexOf('/') < 0;
                Optional<PackageName> named = plain ? Optional.empty() : PackageName.parse(name);
                if (plain ? !Names.isKebab(name) : named.isEmpty()) {
                    throw table.error(name, "must be named with " + PackageName.RULE);
                }
                out.put(name, dependency(table, name, named));
                named.ifPresent(n -> disjoint(table, name, n, packages));
            }
        });
        return out;
    }

    private static void disjoint(ConfigTable table, String name, PackageName named, Map<String, PackageName> before) {
        before.forEach((other, otherName) -> {
            if (named.overlaps(otherName)) {
                throw table.error(name, "conflicts with the dependency \"" + other + "\": both may be meant by one import;"
                        + " tell them apart by interface or by version");
            }
        });
        before.put(name, named);
    }

    private static DeclaredDependency dependency(ConfigTable table, String name, Optional<PackageName> named) {
        ConfigValue written = table.value(name).orElseThrow();
        return switch (written.value()) {
            case String requirement -> new DeclaredDependency(table.place(), source(packaged(table, name, Optional.empty(), Optional.empty(), named,
                    VersionRequirement.of(table, name))), Optional.empty(), Optional.empty());
            case ConfigTable fields -> {
                DeclaredDependency out = fields(table, name, fields, named);
                if (named.isPresent() && named.get().interfac().isEmpty() && out.export().isPresent()) {
                    throw fields.error("export", "one export cannot stand for the whole package \"" + name + "\"; name an interface of it");
                }
                yield out;
            }
            default -> throw table.badValue(name, FORMS);
        };
    }

    private static DeclaredDependency fields(ConfigTable table, String name, ConfigTable fields, Optional<PackageName> named) {
        DeclaredDependency.Origin origin = origin(fields, List.of("export", INHERIT)).orElseGet(() -> {
            if (!fields.has("version")) {
                throw table.badValue(name, FORMS);
            }
            fields.allowOnly(List.of("version", "registry", "package", "export", INHERIT));
            return source(packaged(table, name, fields.string("registry"), packageName(fields), named, VersionRequirement.of(fields, "version")));
        });
        return new DeclaredDependency(fields.place(), origin, fields.string("export"), inherit(fields));
    }

    /** All forms but the one of a registry. */
    private static Optional<DeclaredDependency.Origin> origin(ConfigTable fields, List<String> more) {
        if (fields.has("path")) {
            fields.allowOnly(with(more, "path"));
            return Optional.of(source(Sources.file(fields, "path", "the path of a component")));
        }
        if (fields.has("url") || fields.has("digest")) {
            fields.allowOnly(with(more, "url", "digest"));
            return Optional.of(source(Sources.url(fields)));
        }
        if (fields.has("component")) {
            fields.allowOnly(with(more, "component"));
            return Optional.of(new DeclaredDependency.Origin.Sibling(fields.requiredString("component")));
        }
        return Optional.empty();
    }

    private static List<String> with(List<String> more, String... keys) {
        List<String> out = new ArrayList<>(more);
        out.addAll(List.of(keys));
        return out;
    }

    private static DeclaredDependency.Origin source(ModuleSource source) {
        return new DeclaredDependency.Origin.Source(source);
    }

    private static ModuleSource packaged(ConfigTable table, String name, Optional<String> registry, Optional<String> other,
            Optional<PackageName> named, String version) {
        String wanted = other.or(() -> named.map(PackageName::name)).orElseThrow(
                () -> table.error(name, "needs a \"package\": a plain name does not say which one to fetch"));
        return new ModuleSource.Package(registry, wanted, version);
    }

    private static Optional<String> packageName(ConfigTable fields) {
        Optional<String> name = fields.string("package");
        if (name.isPresent() && !PackageName.isPackage(name.get())) {
            throw fields.badValue("package", PackageName.PACKAGE_RULE);
        }
        return name;
    }

    private static Optional<Set<Inheritable>> inherit(ConfigTable fields) {
        return fields.value(INHERIT).map(written -> {
            if (written.value() instanceof Boolean all) {
                return all ? EnumSet.allOf(Inheritable.class) : Set.of();
            }
            if (!(written.value() instanceof List<?>)) {
                throw fields.badValue(INHERIT, "true, false or an array of " + inheritable());
            }
            Set<Inheritable> out = EnumSet.noneOf(Inheritable.class);
            fields.strings(INHERIT).forEach(name -> out.add(Inheritable.named(name).orElseThrow(() -> fields.error(INHERIT, "there is nothing called \""
                    + name + "\" to inherit; " + Nearest.of(name, INHERITABLE).map(n -> "did you mean \"" + n + "\"? ").orElse("")
                    + "there are " + inheritable()))));
            return out;
        });
    }

    private static String inheritable() {
        return INHERITABLE.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", "));
    }

    /** What a trigger composes with its component, by role. */
    static Map<String, List<DeclaredDependency>> ofTrigger(ConfigTable trigger) {
        Map<String, List<DeclaredDependency>> out = new LinkedHashMap<>();
        trigger.table("dependencies").ifPresent(roles -> roles.keys().forEach(
                role -> out.put(role, roles.tables(role).stream().map(DependencyTable::ofTriggerRole).toList())));
        return out;
    }

    private static DeclaredDependency ofTriggerRole(ConfigTable fields) {
        DeclaredDependency.Origin origin = origin(fields, List.of(INHERIT)).orElseGet(() -> {
            if (!fields.has("package")) {
                throw new ConfigException(fields.position(), fields.path(), "must be " + TRIGGER_FORMS);
            }
            fields.allowOnly(List.of("version", "registry", "package", INHERIT));
            return source(new ModuleSource.Package(fields.string("registry"), packageName(fields).orElseThrow(), VersionRequirement.of(fields, "version")));
        });
        return new DeclaredDependency(fields.place(), origin, Optional.empty(), inherit(fields));
    }
}
