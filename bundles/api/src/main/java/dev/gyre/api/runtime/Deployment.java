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

    /** What it waits for, in words such as {@code trigger "redis"}; while it is {@link State#RUNNING}, what some of its events do. */
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

    /**
     * Puts another version of the application in this one's place. It is compiled, linked and tried out while this one serves; then
     * its triggers take over, and every event from then on is the new version's. This one is closed in the background when its
     * running events are over. Blocks until the new version serves.
     *
     * @param options for the new version; without an engine it keeps the one asked for by {@link #useEngine}
     * @return the new version
     * @throws DeployException                     when it cannot run, or lacks something while this one runs; this one goes on
     * @throws dev.gyre.api.config.ConfigException when something the user wrote cannot be used; this one goes on
     */
    Deployment replace(Application next, DeployOptions options);

    /** Where the events of its running triggers come from. */
    List<EventSource> sources();

    /** Where clients reach it: the URLs of its listeners with the paths below which its routes are. */
    default List<String> addresses() {
        return sources().stream().filter(s -> s.kind() == EventSource.Kind.LISTENER).map(s -> s.address() + s.base()).toList();
    }

    /** What its triggers tell the user: addresses and routes, line by line. */
    List<String> announcement();

    /** Stops the triggers, lets running events finish within the drain limit and frees everything. Blocks. */
    @Override
    void close();

    /**
     * The same as {@link #close}, but only this runtime goes, and the application is given to the next one at once: what its triggers keep open is kept for that.
     */
    default void leave() {
        close();
    }
}
