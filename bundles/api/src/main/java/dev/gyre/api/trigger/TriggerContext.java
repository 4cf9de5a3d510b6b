package dev.gyre.api.trigger;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.runtime.ExecutionContext;

/**
 * What a trigger works with for one application.
 *
 * @param bindings  the application's bindings of this type, in manifest order
 * @param defaults  the application-wide table of this type
 * @param settings  Gyre's settings for this type ({@code [<type>]} of {@code gyre.toml}); empty when there are none
 * @param options   what the user asked for at start, such as {@code listen}
 * @param execution where instances come from; {@link ExecutionContext#application()} is the application
 */
public record TriggerContext(
        List<TriggerBinding> bindings,
        Optional<ConfigTable> defaults,
        ConfigTable settings,
        Map<String, String> options,
        ExecutionContext execution) {

    public TriggerContext {
        bindings = List.copyOf(bindings);
        options = Map.copyOf(options);
    }
}
