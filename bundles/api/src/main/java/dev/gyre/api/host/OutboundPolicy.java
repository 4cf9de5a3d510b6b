package dev.gyre.api.host;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;

/** The one place that decides which connections guests, and triggers on their behalf, may open. An OSGi service. Thread-safe. */
public interface OutboundPolicy {
    /**
     * The rules of one component, read once per deploy.
     *
     * @throws dev.gyre.api.config.ConfigException for an entry that means nothing
     */
    OutboundRules rules(Application application, Component component);

    /** How many connections the components of an application may use at one time, whichever host interface makes them. Kept ones that nobody uses do not count. */
    default ConnectionPlaces connections(Application application) {
        return ConnectionPlaces.UNLIMITED;
    }

    /** How many sockets they may have that they opened themselves; each is one of {@link #connections}, too. */
    default ConnectionPlaces sockets(Application application) {
        return connections(application);
    }

    /**
     * The rules of an application's triggers, for event sources they connect to. What the manifest names for a trigger it
     * thereby allows, so there is no list to be on; addresses nobody may reach stay out of reach.
     *
     * <p>A policy that does not know triggers lets them connect nowhere.
     */
    default OutboundRules triggerRules(Application application) {
        return (scheme, host, port) -> {
            throw new OutboundDenied("application \"" + application.info().name() + "\": the outbound policy here has no rules for triggers");
        };
    }
}
