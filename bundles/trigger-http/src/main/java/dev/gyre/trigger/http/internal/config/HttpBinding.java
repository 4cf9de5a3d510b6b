package dev.gyre.trigger.http.internal.config;

import java.util.List;
import java.util.Map;

import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/**
 * A binding's table: {@code route} and {@code executor}.
 *
 * @param executor      type of the executor
 * @param executorTable the executor's own table, {@code type} included
 */
public record HttpBinding(String componentId, String route, String executor, ConfigTable executorTable) {
    private static final String TYPE = "type";
    private static final List<String> KEYS = List.of("route", "executor");

    /** @param strict whether unknown keys are refused; manifest v1 never did */
    static HttpBinding read(TriggerBinding binding, boolean strict) {
        ConfigTable table = binding.config();
        String route = table.requiredString("route");
        if (strict) {
            table.allowOnly(KEYS);
        }
        ConfigTable executor = table.table("executor").orElseGet(() -> defaultExecutor(table));
        return new HttpBinding(binding.requiredComponent(), route, executor.requiredString(TYPE), executor);
    }

    private static ConfigTable defaultExecutor(ConfigTable table) {
        String path = table.path().isEmpty() ? "executor" : table.path() + ".executor";
        return new ConfigTable(path, table.position(), Map.of(TYPE, new ConfigValue("spin", table.position())));
    }
}
