package dev.gyre.api.host;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;

/** The one place that decides which connections guests may open. An OSGi service. Thread-safe. */
public interface OutboundPolicy {
    /**
     * The rules of one component, read once per deploy.
     *
     * @throws dev.gyre.api.config.ConfigException for an entry that means nothing
     */
    OutboundRules rules(Application application, Component component);
}
