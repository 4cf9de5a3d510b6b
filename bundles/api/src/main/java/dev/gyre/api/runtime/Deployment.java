package dev.gyre.api.runtime;

import java.util.List;
import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.api.app.Application;

/** An application in this container. Thread-safe. */
@ProviderType
public interface Deployment extends AutoCloseable {
    /** What state a deployment is in. */
    enum State {
        /** Its triggers run. */
        RUNNING,
        /** Something it needs is not there; it starts by itself when that comes. */
        WAITING,
        /** It was closed. */
        CLOSED
    }

    Application application();

    State state();

    /** What it waits for, in words such as {@code trigger "redis"}; empty unless {@link State#WAITING}. */
    List<String> waitingFor();

    /** Its components in the manifest's order. */
    List<ComponentStatus> components();

    /**
     * Says which engine its components are to run on; one whose settings name an engine keeps that. The switch is like that
     * of a service: what served before serves until the new engine has compiled and warmed up, and then drains.
     * Blocks until the new engine serves all new events.
     *
     * @param engine {@link dev.gyre.api.engine.WasmEngine#id()}, or nothing to choose by fit again
     * @throws dev.gyre.api.GyreException when there is no such engine or it cannot run a component; nothing has changed then
     */
    void useEngine(Optional<String> engine);

    /** What its triggers tell the user: addresses and routes, line by line. */
    List<String> announcement();

    /** Stops the triggers, lets running events finish within the drain limit and frees everything. Blocks. */
    @Override
    void close();
}
