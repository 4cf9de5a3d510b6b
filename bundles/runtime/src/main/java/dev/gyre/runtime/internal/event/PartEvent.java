package dev.gyre.runtime.internal.event;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.StateKey;

/**
 * An event as a dependency of its component sees it: the same time and logs, but a configuration and state of its own. For the
 * event's thread.
 */
public final class PartEvent implements HostContext, AutoCloseable {
    private final HostContext whole;
    private final ComponentContext part;
    private final boolean environment;
    private final EventStates states = new EventStates(this);

    /** @param environment whether it inherits environment and arguments */
    public PartEvent(HostContext whole, ComponentContext part, boolean environment) {
        this.whole = whole;
        this.part = part;
        this.environment = environment;
    }

    @Override
    public ComponentContext component() {
        return part;
    }

    @Override
    public Map<String, String> environment() {
        return environment ? whole.environment() : Map.of();
    }

    @Override
    public List<String> arguments() {
        return environment ? whole.arguments() : List.of();
    }

    @Override
    public InputStream stdin() {
        return whole.stdin();
    }

    @Override
    public OutputStream stdout() {
        return whole.stdout();
    }

    @Override
    public OutputStream stderr() {
        return whole.stderr();
    }

    @Override
    public long remainingNanos() {
        return whole.remainingNanos();
    }

    @Override
    public Optional<HostContext> cause() {
        return whole.cause();
    }

    @Override
    public <S> S state(StateKey<S> key) {
        return states.get(key);
    }

    @Override
    public void close() {
        states.close();
    }
}
