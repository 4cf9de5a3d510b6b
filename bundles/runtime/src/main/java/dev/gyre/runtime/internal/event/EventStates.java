package dev.gyre.runtime.internal.event;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.StateKey;

/** What host modules have made for one event. For the event's thread. */
final class EventStates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventContext.class);

    private final HostContext event;
    private final Map<StateKey<?>, Object> states = new IdentityHashMap<>(4);
    private final List<AutoCloseable> closeables = new ArrayList<>(2);

    /** @param event as those see it that make it */
    EventStates(HostContext event) {
        this.event = event;
    }

    @SuppressWarnings("unchecked")
    <S> S get(StateKey<S> key) {
        Object state = states.get(key);
        if (state == null) {
            state = key.create(event);
            states.put(key, state);
            if (state instanceof AutoCloseable closeable) {
                closeables.add(closeable);
            }
        }
        return (S) state;
    }

    /** Closes it, the newest first. Throws nothing. */
    @Override
    public void close() {
        for (AutoCloseable closeable : closeables.reversed()) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.warn("component \"{}\": closing {} at the end of an event failed", event.component().component().id(), closeable.getClass().getName(), e);
            }
        }
    }
}
