package dev.gyre.runtime.internal.settings;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.api.runtime.Limits;

/**
 * What an operator says of the components of an application, or of a component. Immutable.
 *
 * @param app       any when absent
 * @param component any when absent
 * @param limits    those it says
 */
public record ComponentRule(String pid, Optional<String> app, Optional<String> component, Optional<EngineWish> engine, ConfigTable limits) {
    /** The more specific ones last, so that they win. */
    static final Comparator<ComponentRule> ORDER = Comparator.<ComponentRule>comparingInt(r -> (r.component.isPresent() ? 2 : 0) + (r.app.isPresent() ? 1 : 0))
            .thenComparing(ComponentRule::pid);
    private static final Set<String> NUMBERS = Set.of("table-elements", "events", "queue", "handles");

    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    public static ComponentRule of(String pid, ComponentConfig config) {
        Position position = Position.of("configuration " + pid);
        Map<String, ConfigValue> limits = new LinkedHashMap<>();
        Map.of("memory", config.memory(), "table-elements", config.table$_$elements(), "stack", config.stack(), "deadline", config.deadline(),
                "events", config.events(), "queue", config.queue(), "patience", config.patience(), "log-bytes", config.log$_$bytes(),
                "handles", config.handles(), "value-bytes", config.value$_$bytes())
                .forEach((key, value) -> said(value).ifPresent(v -> limits.put(key, new ConfigValue(typed(key, v), position))));
        ConfigTable table = new ConfigTable("", position, limits);
        LimitsReader.read(table, Limits.DEFAULT);
        return new ComponentRule(pid, said(config.app()), said(config.component()),
                said(config.engine()).map(e -> new EngineWish(e, "engine in " + position.source())), table);
    }

    private static Optional<String> said(String value) {
        return Optional.of(value.strip()).filter(v -> !v.isEmpty());
    }

    /** Configurations carry numbers as text where the limit wants a number. */
    private static Object typed(String key, String value) {
        return NUMBERS.contains(key) && value.matches("-?\\d{1,18}") ? Long.valueOf(value) : value;
    }

    boolean covers(String application, String id) {
        return app.map(application::equals).orElse(true) && component.map(id::equals).orElse(true);
    }
}
