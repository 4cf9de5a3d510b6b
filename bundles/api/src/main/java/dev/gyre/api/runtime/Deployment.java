package dev.gyre.api.runtime;

import java.util.List;

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

    /** What its triggers tell the user: addresses and routes, line by line. */
    List<String> announcement();

    /** Stops the triggers, lets running events finish within the drain limit and frees everything. Blocks. */
    @Override
    void close();
}
