package dev.gyre.trigger.http.internal.executor;

import dev.gyre.api.http.HttpHandler;

/** Who answers the requests of a route. Thread-safe. */
public interface RouteHandler extends HttpHandler, AutoCloseable {
    /** The component, or the trigger that does without; for logs. */
    String componentId();

    /** The executor's type. */
    String type();

    /** Whether it can answer now. */
    boolean served();

    /** The application is about to be closed: requests that wait for an executor get none, and hold up nobody. */
    void endWaits();

    /** The trigger is about to go: requests from outside that wait for an executor are left to its successor. */
    void giveBack();

    /** No request comes any more. Those still running end undisturbed. */
    @Override
    void close();
}
