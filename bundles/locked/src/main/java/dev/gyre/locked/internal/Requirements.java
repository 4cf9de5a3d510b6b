package dev.gyre.locked.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.gyre.api.app.Component;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.config.ConfigTable;

/** What a locked application must find in its host ({@code host_requirements}). Stateless. */
final class Requirements {
    static final String APP = "host_requirements";
    static final String COMPONENT = "component_host_requirements";
    private static final String CHAINING = "local_service_chaining";
    private static final String MIDDLEWARE = "middleware";
    private static final String REQUIRED = "required";
    private static final String OPTIONAL = "optional";
    private static final Set<String> SUPPORTED = Set.of(CHAINING, MIDDLEWARE);

    private Requirements() {
    }

    static Map<String, Object> of(Component component) {
        Map<String, Object> out = new TreeMap<>();
        if (component.allowedOutboundHosts().stream().anyMatch(OutboundHost::chained)) {
            out.put(CHAINING, REQUIRED);
        }
        if (component.triggerDependencies().containsKey(MIDDLEWARE)) {
            out.put(MIDDLEWARE, REQUIRED);
        }
        return out;
    }

    /**
     * Refuses what must be understood and is not.
     *
     * @param owner an application or a component
     * @throws dev.gyre.api.config.ConfigException naming it
     */
    static void check(ConfigTable owner) {
        owner.table(APP).ifPresent(requirements -> {
            List<String> unmet = new ArrayList<>();
            for (String key : requirements.keys()) {
                boolean optional = requirements.value(key).orElseThrow().value().equals(OPTIONAL);
                if (!optional && !SUPPORTED.contains(key)) {
                    unmet.add(key);
                }
            }
            if (!unmet.isEmpty()) {
                throw owner.error(APP, "this version of Gyre does not have what the application requires: " + String.join(", ", unmet));
            }
        });
    }
}
