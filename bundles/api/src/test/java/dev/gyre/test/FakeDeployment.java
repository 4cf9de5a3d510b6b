package dev.gyre.test;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.runtime.ComponentStatus;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.EventSource;

/** A deployment that runs without anything in it; a test says what it has. */
public interface FakeDeployment extends Deployment {
    @Override
    default State state() {
        return State.RUNNING;
    }

    @Override
    default List<String> waitingFor() {
        return List.of();
    }

    @Override
    default List<ComponentStatus> components() {
        return List.of();
    }

    @Override
    default void useEngine(Optional<String> engine) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Deployment replace(Application next, DeployOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    default List<EventSource> sources() {
        return List.of();
    }

    @Override
    default List<String> announcement() {
        return List.of();
    }

    @Override
    default void close() {
    }
}
