package dev.gyre.runtime.internal.event;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.StateKey;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.runtime.internal.logs.EventLog;

/** One event as host functions see it. For the event's thread. */
final class EventContext implements HostContext {
    private static final Logger LOG = LoggerFactory.getLogger(EventContext.class);

    private final ComponentContext component;
    private final InstanceOptions options;
    private final EventLog log;
    private final Watchdog clock;
    private final long deadline;
    private final Map<StateKey<?>, Object> states = new IdentityHashMap<>(4);
    private final List<AutoCloseable> closeables = new ArrayList<>(2);

    /** @param deadline on the watchdog's clock */
    EventContext(ComponentContext component, InstanceOptions options, EventLog log, Watchdog clock, long deadline) {
        this.component = component;
        this.options = options;
        this.log = log;
        this.clock = clock;
        this.deadline = deadline;
    }

    @Override
    public ComponentContext component() {
        return component;
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> own = component.component().environment();
        if (options.environment().isEmpty()) {
            return own;
        }
        Map<String, String> all = new LinkedHashMap<>(own);
        all.putAll(options.environment());
        return Collections.unmodifiableMap(all);
    }

    @Override
    public List<String> arguments() {
        return options.arguments();
    }

    @Override
    public InputStream stdin() {
        return options.stdin().orElseGet(InputStream::nullInputStream);
    }

    @Override
    public OutputStream stdout() {
        return options.stdout().orElseGet(log::out);
    }

    @Override
    public OutputStream stderr() {
        return options.stderr().orElseGet(log::err);
    }

    @Override
    public long remainingNanos() {
        return deadline - clock.now();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S> S state(StateKey<S> key) {
        Object state = states.get(key);
        if (state == null) {
            state = key.create(this);
            states.put(key, state);
            if (state instanceof AutoCloseable closeable) {
                closeables.add(closeable);
            }
        }
        return (S) state;
    }

    /** Closes what host modules made for this event, the newest first, and writes the logs. Throws nothing. */
    void end() {
        for (AutoCloseable closeable : closeables.reversed()) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.warn("component \"{}\": closing {} at the end of an event failed", component.component().id(), closeable.getClass().getName(), e);
            }
        }
        try {
            log.finish();
        } catch (RuntimeException e) {
            LOG.warn("component \"{}\": writing the log failed", component.component().id(), e);
        }
    }
}
