package dev.gyre.locked.internal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.BuildSpec;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.Dependency;
import dev.gyre.api.app.Inheritable;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.app.Variable;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.locked.ContentRef;
import dev.gyre.locked.ContentWriter;
import dev.gyre.locked.LockedFile;
import dev.gyre.locked.json.JsonWriter;

/** Writes a locked application as Spin does: what is empty is left out, maps are sorted. For one thread. */
public final class LockedWriter {
    private static final String WASM = "application/wasm";
    private static final String WORD = "(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)";
    private static final Pattern KEBAB = Pattern.compile(WORD + "(?:-" + WORD + ")*");

    private final ContentWriter content;

    public LockedWriter(ContentWriter content) {
        this.content = content;
    }

    public String write(Application app) {
        boolean requirements = app.components().stream().anyMatch(c -> !Requirements.of(c).isEmpty());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("spin_lock_version", requirements ? 1 : 0);
        if (requirements) {
            out.put("must_understand", List.of(Requirements.COMPONENT));
        }
        out.put("metadata", metadata(app));
        Map<String, Object> variables = new TreeMap<>();
        app.variables().forEach((name, variable) -> variables.put(name, variable(variable)));
        put(out, "variables", variables);
        boolean v1 = app.info().manifestVersion() == 1;
        out.put("triggers", app.bindings().stream().map(b -> trigger(b, v1)).toList());
        out.put("components", app.components().stream().map(c -> component(app, c, v1)).toList());
        return JsonWriter.write(out);
    }

    /** Ids of version 1 as Spin changes those that are none in version 2: hyphens for underscores, and lower case. */
    private static String id(String id, boolean v1) {
        return v1 && !KEBAB.matcher(id).matches() ? id.replace('_', '-').toLowerCase(Locale.ROOT) : id;
    }

    private Map<String, Object> metadata(Application app) {
        AppInfo info = app.info();
        Map<String, Object> out = new TreeMap<>();
        put(out, "name", info.name());
        put(out, "version", info.version());
        info.description().ifPresent(d -> out.put("description", d));
        put(out, "authors", info.authors());
        out.put("triggers", new TreeMap<>(app.triggerDefaults()));
        List<String> types = app.bindings().stream().map(TriggerBinding::type).distinct().toList();
        if (types.size() == 1) {
            Map<String, Object> only = new TreeMap<>(fields(Optional.ofNullable(app.triggerDefaults().get(types.getFirst()))));
            only.put("type", types.getFirst());
            out.put("trigger", only);
        }
        content.origin().ifPresent(origin -> out.put("origin", origin));
        info.profile().ifPresent(profile -> out.put("profile", profile));
        return out;
    }

    private static Map<String, Object> fields(Optional<ConfigTable> table) {
        Map<String, Object> out = new LinkedHashMap<>();
        table.ifPresent(t -> t.keys().forEach(key -> out.put(key, t.value(key).orElseThrow())));
        return out;
    }

    private static Map<String, Object> variable(Variable variable) {
        Map<String, Object> out = new LinkedHashMap<>();
        variable.description().ifPresent(d -> out.put("description", d));
        variable.defaultValue().ifPresent(d -> out.put("default", d));
        if (variable.secret()) {
            out.put("secret", true);
        }
        return out;
    }

    private static Map<String, Object> trigger(TriggerBinding binding, boolean v1) {
        Map<String, Object> config = new TreeMap<>(fields(Optional.of(binding.config())));
        binding.componentId().ifPresent(c -> config.put("component", id(c, v1)));
        put(config, "components", binding.components());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", v1 ? binding.componentId().map(c -> "trigger-" + id(c, true)).orElse(binding.id()) : binding.id());
        out.put("trigger_type", binding.type());
        out.put("trigger_config", config);
        return out;
    }

    private Map<String, Object> component(Application app, Component component, boolean v1) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", id(component.id(), v1));
        put(out, "metadata", metadata(app, component));
        out.put("source", module(content.module(component.source())));
        put(out, "env", new TreeMap<>(component.environment()));
        List<Object> files = new ArrayList<>();
        component.mounts().forEach(mount -> content.files(mount).forEach(file -> files.add(file(file))));
        put(out, "files", files);
        put(out, "config", new TreeMap<>(component.variables()));
        Map<String, Object> dependencies = new TreeMap<>();
        component.dependencies().forEach((name, dependency) -> dependencies.put(name, dependency(dependency)));
        put(out, "dependencies", dependencies);
        Map<String, Object> roles = new TreeMap<>();
        component.triggerDependencies().forEach((role, list) -> roles.put(role, list.stream().map(this::dependency).toList()));
        put(out, "trigger_dependencies", roles);
        put(out, Requirements.APP, Requirements.of(component));
        return out;
    }

    private static Map<String, Object> metadata(Application app, Component component) {
        Map<String, Object> out = new TreeMap<>();
        component.description().ifPresent(d -> out.put("description", d));
        put(out, "allowed_outbound_hosts", component.allowedOutboundHosts().stream().map(OutboundHost::entry).toList());
        put(out, "key_value_stores", component.keyValueStores());
        put(out, "databases", component.sqliteDatabases());
        put(out, "ai_models", component.aiModels());
        component.build().ifPresent(build -> out.put("build", build(build)));
        if (!component.triggerDependencies().isEmpty()) {
            app.bindings().stream().filter(b -> b.componentId().equals(Optional.of(component.id()))).findFirst()
                    .ifPresent(b -> out.put("resolve-trigger-dependencies-using", b.type()));
        }
        return out;
    }

    private static Map<String, Object> build(BuildSpec build) {
        Map<String, Object> out = new TreeMap<>();
        out.put("command", build.commands().size() == 1 ? build.commands().getFirst() : build.commands());
        build.workdir().ifPresent(w -> out.put("workdir", w));
        put(out, "watch", build.watch());
        return out;
    }

    private Map<String, Object> dependency(Dependency dependency) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("source", module(content.module(dependency.source())));
        out.put("export", dependency.export().<Object>map(e -> e).orElse(JsonWriter.NULL));
        if (dependency.inherit().equals(Set.of(Inheritable.values()))) {
            out.put("inherit", "All");
        } else if (!dependency.inherit().isEmpty()) {
            out.put("inherit", Map.of("Some", dependency.inherit().stream().sorted().map(Inheritable::toString).toList()));
        }
        return out;
    }

    private static Map<String, Object> module(ContentRef ref) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("content_type", WASM);
        out.putAll(content(ref));
        return out;
    }

    private static Map<String, Object> file(LockedFile file) {
        Map<String, Object> out = content(file.content());
        out.put("path", file.path());
        return out;
    }

    private static Map<String, Object> content(ContentRef ref) {
        Map<String, Object> out = new LinkedHashMap<>();
        ref.source().ifPresent(s -> out.put("source", s));
        ref.inline().ifPresent(bytes -> out.put("inline", Base64.getEncoder().encodeToString(bytes)));
        ref.digest().ifPresent(d -> out.put("digest", d));
        return out;
    }

    private static void put(Map<String, Object> out, String key, Object value) {
        boolean empty = switch (value) {
            case String text -> text.isEmpty();
            case Collection<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
        if (!empty) {
            out.put(key, value);
        }
    }
}
