package dev.gyre.manifest.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.gyre.api.app.Component;
import dev.gyre.api.app.Dependency;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Nearest;

/**
 * Brings a version 2 manifest into the one form the model has, with the ids Spin gives ({@code crates/manifest/src/normalize.rs}):
 * triggers get ids, inline components go among the others, a profile is applied, dependencies on components become
 * dependencies on their sources. For one manifest and one thread.
 */
final class Normaliser {
    private final Map<String, DeclaredComponent> declared;
    private final List<DeclaredTrigger> triggers;
    private final List<TriggerBinding> bindings = new ArrayList<>();
    private final Map<String, Component> components = new LinkedHashMap<>();
    private Optional<String> profile = Optional.empty();

    /** @param triggers those of one type together, as the manifest has them */
    Normaliser(Map<String, DeclaredComponent> declared, List<DeclaredTrigger> triggers) {
        this.declared = new LinkedHashMap<>(declared);
        this.triggers = triggers;
    }

    /** @throws ConfigException when no component has that profile */
    void apply(ConfigTable root, String profile) {
        Set<String> known = new HashSet<>();
        Stream<DeclaredComponent> inline = triggers.stream().flatMap(Normaliser::refs).filter(DeclaredTrigger.Ref.Inline.class::isInstance)
                .map(r -> DeclaredComponent.read("inline", ((DeclaredTrigger.Ref.Inline) r).table()));
        Stream.concat(declared.values().stream(), inline).forEach(c -> known.addAll(c.profiles().keySet()));
        if (!known.contains(profile)) {
            throw root.error("component", "no component has the profile \"" + profile + "\"" + (known.isEmpty() ? "; there are none"
                    : "; there are " + String.join(", ", known.stream().sorted().toList())));
        }
        declared.replaceAll((id, component) -> component.with(profile));
        this.profile = Optional.of(profile);
    }

    /** @throws ConfigException for the first thing that does not fit together */
    void normalise() {
        List<String> ids = triggerIds();
        List<TriggerBinding> all = new ArrayList<>();
        for (int i = 0; i < triggers.size(); i++) {
            all.add(bind(triggers.get(i), ids.get(i)));
        }
        declared.values().forEach(DeclaredComponent::checkInheritance);
        declared.forEach((id, component) -> components.put(id, resolved(component)));
        for (int i = 0; i < triggers.size(); i++) {
            bindings.add(compose(triggers.get(i), all.get(i), all));
        }
    }

    List<Component> components() {
        return List.copyOf(components.values());
    }

    List<TriggerBinding> bindings() {
        return List.copyOf(bindings);
    }

    private List<String> triggerIds() {
        Map<String, DeclaredTrigger> taken = new HashMap<>();
        for (DeclaredTrigger trigger : triggers) {
            trigger.id().ifPresent(id -> {
                DeclaredTrigger first = taken.putIfAbsent(id, trigger);
                if (first != null) {
                    throw trigger.table().error("id", "the trigger id \"" + id + "\" is used twice; the first is at line " + first.table().place().at("id").line());
                }
            });
        }
        Set<String> used = new HashSet<>(taken.keySet());
        Map<String, Integer> counters = new HashMap<>();
        List<String> out = new ArrayList<>();
        for (DeclaredTrigger trigger : triggers) {
            out.add(trigger.id().orElseGet(() -> {
                Optional<String> natural = trigger.component().filter(DeclaredTrigger.Ref.Named.class::isInstance)
                        .map(r -> ((DeclaredTrigger.Ref.Named) r).id() + "-" + trigger.type() + "-trigger").filter(used::add);
                return natural.orElseGet(() -> counted(trigger.type() + "-trigger", counters, used));
            }));
        }
        return out;
    }

    private static String counted(String prefix, Map<String, Integer> counters, Set<String> used) {
        int next = counters.getOrDefault(prefix, 1);
        while (!used.add(prefix + next)) {
            next++;
        }
        counters.put(prefix, next);
        return prefix + next;
    }

    private static Stream<DeclaredTrigger.Ref> refs(DeclaredTrigger trigger) {
        return Stream.concat(trigger.component().stream(), trigger.components().values().stream().flatMap(List::stream));
    }

    private TriggerBinding bind(DeclaredTrigger trigger, String id) {
        boolean only = refs(trigger).count() == 1;
        Optional<String> component = trigger.component().map(ref -> id(ref, id, only));
        Map<String, List<String>> roles = new LinkedHashMap<>();
        trigger.components().forEach((role, refs) -> roles.put(role, refs.stream().map(ref -> id(ref, id, only)).toList()));
        return new TriggerBinding(trigger.type(), id, component, roles, trigger.config());
    }

    /** @param only whether the trigger has no other component */
    private String id(DeclaredTrigger.Ref ref, String triggerId, boolean only) {
        return switch (ref) {
            case DeclaredTrigger.Ref.Named named -> {
                if (!declared.containsKey(named.id())) {
                    throw new ConfigException(named.position(), named.field(), "there is no component \"" + named.id() + "\""
                            + hint(named.id()));
                }
                yield named.id();
            }
            case DeclaredTrigger.Ref.Inline inline -> {
                String natural = triggerId + "-component";
                String id = only && Names.isKebab(natural) && !declared.containsKey(natural) ? natural
                        : counted("inline-component", new HashMap<>(), new HashSet<>(declared.keySet()));
                DeclaredComponent component = DeclaredComponent.read(id, inline.table());
                declared.put(id, profile.map(component::with).orElse(component));
                yield id;
            }
        };
    }

    private String hint(String id) {
        return Nearest.of(id, declared.keySet()).map(n -> "; did you mean \"" + n + "\"?").orElse("; write a [component." + id + "]");
    }

    private Component resolved(DeclaredComponent component) {
        Map<String, Dependency> out = new LinkedHashMap<>();
        component.dependencies().forEach((name, d) ->
                out.put(name, d.resolved(source(d, component.component().id()), component.inheritAll().orElse(false))));
        return component.component().toBuilder().dependencies(out).build();
    }

    /** @param of what depends on it, for the message */
    private ModuleSource source(DeclaredDependency dependency, String of) {
        return switch (dependency.origin()) {
            case DeclaredDependency.Origin.Source(ModuleSource source) -> source;
            case DeclaredDependency.Origin.Sibling(String id) -> {
                DeclaredComponent sibling = declared.get(id);
                if (sibling == null) {
                    throw dependency.place().error("component", "there is no component \"" + id + "\"" + hint(id));
                }
                if (!sibling.grants().isEmpty()) {
                    throw dependency.place().error("component", "the component \"" + id + "\" cannot be a dependency of \"" + of + "\": a dependency has"
                            + " no permissions or resources of its own, but it has " + String.join(", ", sibling.grants()));
                }
                yield sibling.component().source();
            }
        };
    }

    /**
     * Moves what a trigger composes with its component to that component. Where several triggers share it, each that composes
     * something gets a copy of its own ({@code crates/loader/src/local/trigger_components.rs}).
     */
    private TriggerBinding compose(DeclaredTrigger trigger, TriggerBinding binding, List<TriggerBinding> all) {
        Map<String, List<Dependency>> roles = new LinkedHashMap<>();
        trigger.dependencies().forEach((role, list) ->
                roles.put(role, list.stream().map(d -> d.resolved(source(d, binding.id()), false)).toList()));
        if (binding.componentId().isEmpty() || roles.values().stream().allMatch(List::isEmpty)) {
            return binding;
        }
        String id = binding.componentId().get();
        boolean shared = all.stream().filter(b -> b.componentId().equals(binding.componentId())).count() > 1;
        String own = shared ? unused(id + "-for-" + binding.id()) : id;
        components.put(own, components.get(id).toBuilder().id(own).triggerDependencies(roles).build());
        return new TriggerBinding(binding.type(), binding.id(), Optional.of(own), binding.components(), binding.config());
    }

    private String unused(String wanted) {
        String id = wanted;
        for (int i = 1; components.containsKey(id); i++) {
            id = wanted + "-d" + i;
        }
        return id;
    }
}
