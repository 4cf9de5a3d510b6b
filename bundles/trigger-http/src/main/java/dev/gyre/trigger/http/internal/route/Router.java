package dev.gyre.trigger.http.internal.route;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.http.RouteMatch;

/** Finds the route of a request. Thread-safe. */
public interface Router {
    /** A route and how the path met it. */
    record Hit(Route route, RouteMatch match) {
    }

    /** @param path as sent, still percent-encoded, accepted by {@link PathRules} */
    Optional<Hit> route(String path);

    /** The routes that can be reached, in manifest order. */
    List<Route> routes();
}
