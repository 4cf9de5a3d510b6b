package dev.gyre.trigger.http.internal.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/**
 * A binding's table: {@code route}, {@code executor} and {@code static_response}.
 *
 * @param id      of the binding
 * @param route   nothing for {@code { private = true }}: no request from outside reaches it (Spin 2.5)
 * @param answer  who answers its requests
 */
public record HttpBinding(String id, Optional<String> route, Answer answer) {
    private static final String TYPE = "type";
    private static final String ROUTE = "route";
    private static final String EXECUTOR = "executor";
    private static final String SPIN = "spin";
    private static final String STATIC = "static_response";

    /** Who answers. */
    public sealed interface Answer {
        /** What messages and the routes' list call it. */
        String name();
    }

    /**
     * A component.
     *
     * @param type  of the executor; {@code spin} also when the manifest does not say or calls it {@code http}
     * @param table the executor's own, {@code type} included
     */
    public record ByComponent(String componentId, String type, ConfigTable table) implements Answer {
        @Override
        public String name() {
            return componentId;
        }
    }

    /** Always the same. */
    public record ByStatic(String name, StaticResponse response) implements Answer {
    }

    /** @param strict whether unknown keys are refused; manifest v1 never did */
    static HttpBinding read(TriggerBinding binding, boolean strict) {
        ConfigTable table = binding.config();
        if (strict) {
            table.allowOnly(List.of(ROUTE, EXECUTOR, STATIC));
        }
        Optional<String> route = route(table);
        if (table.has(STATIC)) {
            if (binding.componentId().isPresent() || table.has(EXECUTOR)) {
                throw table.error(STATIC, "stands in the place of a component and its executor; remove one of them");
            }
            return new HttpBinding(binding.id(), route, new ByStatic(binding.id(), StaticResponse.read(table.requiredTable(STATIC))));
        }
        String component = binding.componentId()
                .orElseThrow(() -> table.error("component", "required field is missing; write a component or a " + STATIC));
        ConfigTable executor = table.table(EXECUTOR).orElseGet(() -> usual(table));
        String type = executor.requiredString(TYPE);
        return new HttpBinding(binding.id(), route, new ByComponent(component, type.equals("http") ? SPIN : type, executor));
    }

    private static Optional<String> route(ConfigTable table) {
        if (!(table.value(ROUTE).map(ConfigValue::value).orElse("") instanceof ConfigTable endpoint)) {
            return Optional.of(table.requiredString(ROUTE));
        }
        endpoint.allowOnly(List.of("private"));
        if (!endpoint.bool("private").orElse(false)) {
            throw endpoint.error("private", "must be true; a route that is not private is a path such as \"/cart/...\"");
        }
        return Optional.empty();
    }

    private static ConfigTable usual(ConfigTable table) {
        return new ConfigTable(table.place().field(EXECUTOR), table.position(), Map.of(TYPE, new ConfigValue(SPIN, table.position())));
    }
}
