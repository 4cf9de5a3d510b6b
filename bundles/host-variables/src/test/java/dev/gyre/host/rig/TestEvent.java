package dev.gyre.host.rig;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.StateKey;

/** An event of a test. */
public final class TestEvent implements HostContext, AutoCloseable {
    private final Optional<ComponentContext> component;
    private final Map<StateKey<?>, Object> states = new IdentityHashMap<>();
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private long deadline = Long.MAX_VALUE;
    private Optional<HostContext> cause = Optional.empty();

    /** Of no component. */
    public TestEvent() {
        component = Optional.empty();
    }

    public TestEvent(ComponentContext component) {
        this.component = Optional.of(component);
    }

    /** An event of a component that another event asked for. */
    public TestEvent(ComponentContext component, HostContext cause) {
        this(component);
        this.cause = Optional.of(cause);
    }

    /** Sets the time it has from now. */
    public void millisLeft(long millis) {
        deadline = System.nanoTime() + millis * 1_000_000;
    }

    @Override
    public ComponentContext component() {
        return component.orElseThrow();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public List<String> arguments() {
        return List.of();
    }

    @Override
    public InputStream stdin() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream stdout() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public OutputStream stderr() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public long remainingNanos() {
        return deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
    }

    @Override
    public Optional<HostContext> cause() {
        return cause;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S> S state(StateKey<S> key) {
        return (S) states.computeIfAbsent(key, k -> {
            Object made = k.create(this);
            if (made instanceof AutoCloseable closeable) {
                closeables.add(closeable);
            }
            return made;
        });
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : closeables.reversed()) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
