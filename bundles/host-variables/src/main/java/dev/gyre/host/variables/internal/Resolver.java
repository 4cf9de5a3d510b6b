package dev.gyre.host.variables.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.app.Application;
import dev.gyre.api.host.VariableProvider;

/**
 * Finds the value of a variable: for an application's variable the first provider that knows it, else the default with its
 * references filled in. What a provider gives is a value, never a template. Thread-safe; blocks while providers do.
 */
final class Resolver {
    /** As in Spin. */
    static final int MAX_DEPTH = 100;
    /** Characters put together for one value, all steps counted: templates that double themselves stay harmless. */
    static final int MAX_CHARACTERS = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

    private final Application application;
    private final String name;
    private final VariableTree tree;
    private final ProviderList providers;
    /** Variables whose provider failed and was reported: a guest that asks in a loop must not fill the log. */
    private final Set<VariablePath> reported = ConcurrentHashMap.newKeySet();

    Resolver(Application application, VariableTree tree, ProviderList providers) {
        this.application = application;
        name = application.info().name();
        this.tree = tree;
        this.providers = providers;
    }

    /** @throws VariableException when there is no value */
    String resolve(VariablePath path) {
        return new Run().value(path, 1);
    }

    /** Whether no provider has a value for a variable of the application; one that fails may have. */
    boolean isMissing(String variable) {
        for (VariableProvider provider : providers.inOrder(application)) {
            try {
                if (provider.get(name, variable).isPresent()) {
                    return false;
                }
            } catch (RuntimeException e) {
                return false;
            }
        }
        return true;
    }

    /** @throws VariableException when a variable it refers to has no value */
    String expand(Template template) {
        return new Run().expand(template, VariablePath.parse("manifest"), 1);
    }

    /** One look-up: every variable is worked out at most once, so that the work is bounded by the manifest's size. */
    private final class Run {
        private final Map<VariablePath, String> known = new HashMap<>();
        private int characters;

        String value(VariablePath path, int depth) {
            if (depth > MAX_DEPTH) {
                throw other("more than " + MAX_DEPTH + " references deep at \"" + path + "\"");
            }
            String before = known.get(path);
            if (before != null) {
                return before;
            }
            VariableTree.Slot slot = tree.slot(path).orElseThrow(() -> other("no variable at \"" + path + "\""));
            Optional<String> provided = path.isTopLevel() ? provided(path) : Optional.empty();
            String value = provided.orElseGet(() -> expand(slot.template().orElseThrow(() -> new VariableException(
                    VariableException.Kind.PROVIDER, "no provider has a value for the required variable \"" + path + "\"")), path, depth));
            known.put(path, value);
            return value;
        }

        private String expand(Template template, VariablePath path, int depth) {
            StringBuilder out = new StringBuilder();
            for (Template.Part part : template.parts()) {
                String text = switch (part) {
                    case Template.Part.Literal(String literal) -> literal;
                    case Template.Part.Reference(VariablePath target) -> value(target, depth + 1);
                };
                count(text.length(), path);
                out.append(text);
            }
            return out.toString();
        }

        private Optional<String> provided(VariablePath path) {
            for (VariableProvider provider : providers.inOrder(application)) {
                Optional<String> value;
                try {
                    value = provider.get(name, path.toString());
                } catch (RuntimeException e) {
                    if (reported.add(path)) {
                        LOG.warn("variable \"{}\" of application {}: provider {} failed: {}", path, name,
                                provider.getClass().getName(), e.getMessage());
                    }
                    throw new VariableException(VariableException.Kind.PROVIDER, "a provider failed for the variable \"" + path + "\"");
                }
                if (value.isPresent()) {
                    count(value.get().length(), path);
                    return value;
                }
            }
            return Optional.empty();
        }

        private void count(int more, VariablePath path) {
            characters += Math.min(more, MAX_CHARACTERS + 1);
            if (characters > MAX_CHARACTERS) {
                throw other("the value at \"" + path + "\" needs more than " + MAX_CHARACTERS + " characters");
            }
        }

        private static VariableException other(String message) {
            return new VariableException(VariableException.Kind.OTHER, message);
        }
    }
}
