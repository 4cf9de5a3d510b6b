package dev.gyre.runtime.internal.settings;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.runtime.Limits;

/**
 * What operators say of the container and of components in it, at one moment. Immutable but for the budget, which is shared.
 *
 * @param memory linear memory of all events
 */
public record OperatorSettings(ContainerSettings container, List<ComponentRule> rules, HeapBudget memory) {
    public OperatorSettings {
        rules = rules.stream().sorted(ComponentRule.ORDER).toList();
    }

    /** Of a container nobody has configured. */
    public static OperatorSettings unconfigured() {
        return new OperatorSettings(ContainerSettings.DEFAULT, List.of(), new HeapBudget(ContainerSettings.DEFAULT.totalMemory()));
    }

    /** The same rules, another container; the budget stays while its size does. */
    public OperatorSettings with(ContainerSettings settings) {
        return new OperatorSettings(settings, rules, settings.totalMemory() == container.totalMemory() ? memory : new HeapBudget(settings.totalMemory()));
    }

    public OperatorSettings with(List<ComponentRule> others) {
        return new OperatorSettings(container, others, memory);
    }

    /** The limits of a component: the container's, over them the application's own, over them the operator's rules. */
    public Limits limits(String app, AppSettings settings, String component) {
        Limits limits = settings.limits(component, container.limits());
        for (ComponentRule rule : rules) {
            if (rule.covers(app, component)) {
                limits = LimitsReader.read(rule.limits(), limits);
            }
        }
        return limits;
    }

    /** The engine an operator's rule wants for a component. */
    public Optional<EngineWish> engine(String app, String component) {
        return rules.reversed().stream().filter(r -> r.covers(app, component)).flatMap(r -> r.engine().stream()).findFirst();
    }
}
