package dev.gyre.runtime.internal.event;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final Optional<HostContext> cause;
    private final EventStates states = new EventStates(this);

    /** @param deadline on the watchdog's clock */
    EventContext(ComponentContext component, InstanceOptions options, EventLog log, Watchdog clock, long deadline, Optional<HostContext> cause) {
        this.component = component;
        this.options = options;
        this.log = log;
        this.clock = clock;
        this.deadline = deadline;
        this.cause = cause;
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
    public Optional<HostContext> cause() {
        return cause;
    }

    @Override
    public <S> S state(StateKey<S> key) {
        return states.get(key);
    }

    /** Closes what host modules made for this event, the newest first, and writes the logs. Throws nothing. */
    void end() {
        states.close();
        try {
            log.finish();
        } catch (RuntimeException e) {
            LOG.warn("component \"{}\": writing the log failed", component.component().id(), e);
        }
    }
}
