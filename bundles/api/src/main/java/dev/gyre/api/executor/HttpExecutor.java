package dev.gyre.api.executor;

import dev.gyre.api.http.HttpHandler;

/**
 * Serves HTTP requests with a component: the plug-in behind {@code executor = { type = "..." }}.
 *
 * <p>Register it as an OSGi service with the property {@value #PROPERTY}; the HTTP trigger finds it by that name. When the
 * service goes, requests for its components wait for a successor, bounded, and running ones finish first.
 *
 * <p>Thread-safe.
 */
public interface HttpExecutor {
    /** Service property: the {@code type} it answers to, or several. */
    String PROPERTY = "gyre.executor";

    /**
     * Checks the component and its executor table and prepares all that does not depend on a request.
     *
     * @throws dev.gyre.api.GyreException when this component cannot be served; the deploy fails with it
     */
    HttpHandler prepare(HttpExecutorContext context);
}
