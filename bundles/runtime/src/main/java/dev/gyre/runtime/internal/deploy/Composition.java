package dev.gyre.runtime.internal.deploy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.Dependency;
import dev.gyre.api.app.Inheritable;
import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.component.link.Component;
import dev.gyre.component.type.InterfaceName;
import dev.gyre.component.type.Semver;

/**
 * The dependencies of a component: which of its imports each satisfies, and what each may use of its configuration
 * ({@code crates/compose} of Spin). Immutable.
 */
record Composition(List<Part> parts) {
    /**
     * A dependency.
     *
     * @param name      in messages
     * @param component the dependent one, with no more of its configuration than this dependency inherits
     * @param exports   names of its exports by the import each is for
     */
    record Part(String name, dev.gyre.api.app.Component component, boolean environment, ModuleBytes wasm, String digest, ComponentShape shape,
            Map<String, String> exports) {
    }

    /** Of a component that has none. */
    static final Composition NONE = new Composition(List.of());

    /** What reads a module. */
    interface Reader {
        byte[] read(dev.gyre.api.app.ModuleSource source, String what);
    }

    /** @throws DeployException naming the dependency and the component, and what of both does not fit together */
    static Composition of(dev.gyre.api.app.Component component, Component decoded, ModuleStore store, Reader reader) {
        List<Part> parts = new ArrayList<>();
        Map<String, String> satisfied = new LinkedHashMap<>();
        List<String> imports = List.copyOf(decoded.imports().keySet());
        component.dependencies().forEach((name, dependency) -> {
            List<String> wanted = imports.stream().filter(i -> means(name, i)).toList();
            if (wanted.isEmpty()) {
                throw failure(component, name, dependency, "matches no import of the component; it imports: "
                        + (imports.isEmpty() ? "nothing" : String.join(", ", imports)));
            }
            for (String i : wanted) {
                String other = satisfied.putIfAbsent(i, name);
                if (other != null) {
                    throw failure(component, name, dependency, "and the dependency \"" + other + "\" both satisfy the import " + i);
                }
            }
            parts.add(part(component, name, dependency, wanted, store, reader));
        });
        return new Composition(List.copyOf(parts));
    }

    private static Part part(dev.gyre.api.app.Component component, String name, Dependency dependency, List<String> wanted, ModuleStore store, Reader reader) {
        byte[] wasm = reader.read(dependency.source(), "dependency \"" + name + "\"");
        if (!Component.is(wasm)) {
            throw failure(component, name, dependency, "is no component of the component model, and only those can be composed");
        }
        Component decoded = Component.read(wasm);
        Map<String, String> exports = new LinkedHashMap<>();
        for (String i : wanted) {
            String export = dependency.export().orElse(i);
            exports.put(i, decoded.exports().keySet().stream().filter(e -> e.equals(export)).findFirst()
                    .or(() -> decoded.exports().keySet().stream().filter(e -> compatible(e, export)).findFirst())
                    .orElseThrow(() -> failure(component, name, dependency, "does not export " + export + ", which is to satisfy the import " + i
                            + "; it exports: " + (decoded.exports().isEmpty() ? "nothing" : String.join(", ", decoded.exports().keySet())))));
        }
        String digest = CompileCache.digest(wasm);
        return new Part("dependency \"" + name + "\"", restricted(component, dependency), dependency.inherit().contains(Inheritable.ENVIRONMENT),
                store.bytes(digest, () -> new ModuleBytes(wasm)), digest, ComponentShape.of(decoded), exports);
    }

    /** Whether a dependency's name means an import: {@code ns:package}, {@code ns:package/interface}, both also with a version, or a plain name. */
    private static boolean means(String dependency, String wanted) {
        Optional<InterfaceName> parsed = InterfaceName.parse(wanted);
        if (dependency.indexOf(':') < 0 || parsed.isEmpty()) {
            return dependency.equals(wanted);
        }
        int at = dependency.indexOf('@');
        String path = at < 0 ? dependency : dependency.substring(0, at);
        Optional<String> version = at < 0 ? Optional.empty() : Semver.parse(dependency.substring(at + 1)).map(Semver::compatible);
        InterfaceName name = parsed.get();
        return (path.equals(name.packageName()) || path.equals(name.packageName() + "/" + name.name()))
                && (version.isEmpty() || version.equals(name.version().map(Semver::compatible)));
    }

    private static boolean compatible(String export, String wanted) {
        Optional<String> key = InterfaceName.parse(wanted).map(InterfaceName::key);
        return key.isPresent() && key.equals(InterfaceName.parse(export).map(InterfaceName::key));
    }

    /** The dependent component less what its dependency does not inherit: every host interface reads what is allowed from there. */
    private static dev.gyre.api.app.Component restricted(dev.gyre.api.app.Component component, Dependency dependency) {
        dev.gyre.api.app.ComponentBuilder out = component.toBuilder();
        for (Inheritable i : Inheritable.values()) {
            if (!dependency.inherit().contains(i)) {
                switch (i) {
                    case AI_MODELS -> out.aiModels(List.of());
                    case ALLOWED_OUTBOUND_HOSTS -> out.allowedOutboundHosts(List.of()).allowedHttpHosts(List.of());
                    case ENVIRONMENT -> out.environment(Map.of());
                    case FILES -> out.files(List.of()).mounts(List.of());
                    case KEY_VALUE_STORES -> out.keyValueStores(List.of());
                    case SQLITE_DATABASES -> out.sqliteDatabases(List.of());
                    case VARIABLES -> out.variables(Map.of());
                }
            }
        }
        return out.build();
    }

    private static DeployException failure(dev.gyre.api.app.Component component, String name, Dependency dependency, String problem) {
        return new DeployException(dependency.place().position() + ": component \"" + component.id() + "\": dependency \"" + name + "\" " + problem);
    }

    /** @throws dev.gyre.component.link.ComponentException when types do not fit */
    Component composed(Component component) {
        return parts.isEmpty() ? component : component.composed(parts.stream()
                .map(p -> new Component.Plug(p.name, Component.read(p.wasm.bytes()), p.exports)).toList());
    }

    /** Of the component together with its dependencies. @param component digest of the component alone */
    String digest(String component) {
        StringBuilder all = new StringBuilder(component);
        parts.forEach(p -> all.append('\n').append(p.digest).append(' ').append(p.exports));
        return parts.isEmpty() ? component : CompileCache.digest(all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
