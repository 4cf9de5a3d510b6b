package dev.gyre.api.host;

import java.util.function.Function;

/**
 * Names a host module's per-event state and knows how to make it. Make one per {@link BoundHostModule}; two keys are never
 * equal. Thread-safe.
 */
public final class StateKey<S> {
    private final Function<HostContext, S> factory;

    /** @param factory called at most once per event, on the event's thread */
    public StateKey(Function<HostContext, S> factory) {
        this.factory = factory;
    }

    public S create(HostContext context) {
        return factory.apply(context);
    }
}
