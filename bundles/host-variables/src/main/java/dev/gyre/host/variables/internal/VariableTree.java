package dev.gyre.host.variables.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.Position;

/**
 * All variables of an application, parsed and checked: every key is one, every template closes its braces, and everything it
 * refers to exists. Messages name places, never values. Immutable.
 */
final class VariableTree {
    private final Map<VariablePath, Slot> slots = new HashMap<>();

    /** A variable and its default; without one it is required. */
    record Slot(Optional<Template> template, Where place) {
    }

    /** Where a variable is written, for messages. */
    private record Where(Position position, String field, String subject) {
        ConfigException error(String problem) {
            return new ConfigException(position, field, subject + ": " + problem);
        }
    }

    /** @throws ConfigException naming component and key */
    VariableTree(Application application) {
        application.variables().forEach((name, variable) -> {
            Where place = new Where(variable.place().position(), variable.place().path(), "variable \"" + name + "\"");
            if (variable.defaultValue().isEmpty() && !variable.required()) {
                throw place.error("needs a default, or required = true");
            }
            VariablePath path = path(name, place);
            add(path, variable.defaultValue().map(d -> variable.template() ? parse(d, path, place) : Template.literal(d)), place);
        });
        for (Component component : application.components()) {
            VariablePath base = VariablePath.ofComponent(component.id());
            component.variables().forEach((key, template) -> {
                String field = component.place().fields().containsKey("variables") ? "variables" : "config";
                Where place = new Where(component.place().at(field), component.place().field(field) + "." + key, "component \"" + component.id() + "\"");
                VariablePath.problem(key).ifPresent(problem -> {
                    throw place.error(problem);
                });
                add(base.child(key), Optional.of(parse(template, base.child(key), place)), place);
            });
        }
        slots.values().forEach(this::checkReferences);
    }

    private static VariablePath path(String name, Where place) {
        try {
            return VariablePath.parse(name);
        } catch (IllegalArgumentException e) {
            throw place.error(e.getMessage());
        }
    }

    private static Template parse(String text, VariablePath path, Where place) {
        try {
            return Template.parse(text, path);
        } catch (IllegalArgumentException e) {
            throw place.error("bad template: " + e.getMessage());
        }
    }

    private void add(VariablePath path, Optional<Template> template, Where place) {
        if (slots.putIfAbsent(path, new Slot(template, place)) != null) {
            throw place.error("there is another variable at the path \"" + path + "\"");
        }
    }

    private void checkReferences(Slot slot) {
        slot.template().ifPresent(t -> t.parts().forEach(part -> {
            if (part instanceof Template.Part.Reference(VariablePath path) && !slots.containsKey(path)) {
                throw slot.place().error("its template refers to a variable that is not declared"
                        + (path.isTopLevel() ? "; declare it in [variables] ([config] before Spin 0.6)" : ""));
            }
        }));
    }

    Optional<Slot> slot(VariablePath path) {
        return Optional.ofNullable(slots.get(path));
    }
}
