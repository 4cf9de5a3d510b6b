package dev.gyre.api.app;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.config.ConfigTable;

/**
 * Sends events of one trigger to a component, or to what the trigger makes of its table.
 *
 * @param type        of the trigger: {@code http}, {@code redis}, or a third party's
 * @param id          unique in the application, unless a v1 manifest says otherwise
 * @param componentId the component that handles the events; a trigger may do without, as HTTP does for {@code static_response}
 * @param components  more components by role, which mean what the trigger says (manifest v2)
 * @param config      the rest of the binding's table ({@code component.trigger} in manifest v1, {@code [[trigger.<type>]]} in
 *                    v2), unread: the trigger parses it
 */
public record TriggerBinding(String type, String id, Optional<String> componentId, Map<String, List<String>> components, ConfigTable config) {
    public TriggerBinding {
        components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
    }

    /** Sends events to one component. */
    public TriggerBinding(String type, String id, String componentId, ConfigTable config) {
        this(type, id, Optional.of(componentId), Map.of(), config);
    }

    /**
     * The component, for triggers that cannot do without.
     *
     * @throws dev.gyre.api.config.ConfigException when the manifest names none
     */
    public String requiredComponent() {
        return componentId.orElseThrow(() -> config.error("component", "required field is missing: it names the component that handles the events"));
    }
}
