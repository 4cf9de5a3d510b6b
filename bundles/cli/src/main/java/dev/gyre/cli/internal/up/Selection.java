package dev.gyre.cli.internal.up;

import java.util.List;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.host.ServiceChaining;
import dev.gyre.api.runtime.DeployException;

/** The components of {@code --component-id}: the others are left out, as if no trigger named them. Stateless. */
final class Selection {
    private Selection() {
    }

    /**
     * @param ids none for all
     * @throws DeployException for one that is not there, or that may call one that is left out
     */
    static Application of(Application app, List<String> ids) {
        if (ids.isEmpty()) {
            return app;
        }
        ids.stream().filter(id -> app.served().stream().noneMatch(c -> c.id().equals(id))).findFirst().ifPresent(id -> {
            throw new DeployException("Specified component \"" + id + "\" not found in application; there are: "
                    + String.join(", ", app.served().stream().map(Component::id).toList()));
        });
        app.components().stream().filter(c -> ids.contains(c.id())).forEach(c -> checkChaining(c, ids));
        return app.withBindings(app.bindings().stream().filter(b -> b.componentId().filter(ids::contains).isPresent()).toList());
    }

    /** Entries with variables are left to the policy, which knows what they stand for when they are needed. */
    private static void checkChaining(Component component, List<String> ids) {
        for (String entry : component.allowedOutboundHosts().stream().filter(OutboundHost::chained).map(OutboundHost::entry).filter(e -> !e.contains("{{")).toList()) {
            String called = ServiceChaining.target(entry.substring(entry.indexOf("://") + 3).replace("/", "")).orElse("*");
            if (called.equals("*")) {
                throw new DeployException("Selected component '" + component.id() + "' cannot use wildcard service chaining: allowed_outbound_hosts = [\"" + entry + "\"]");
            }
            if (!ids.contains(called)) {
                throw new DeployException("Selected component '" + component.id() + "' cannot use service chaining to unselected component: allowed_outbound_hosts = [\""
                        + entry + "\"]");
            }
        }
    }
}
