package dev.gyre.trigger.http.internal.route;

import java.util.Map;
import java.util.Optional;

import dev.gyre.api.http.RouteMatch;

/** What paths a route takes. Thread-safe. */
interface Pattern {
    Route route();

    Optional<RouteMatch> match(String path);

    /** The patterns of Spin 0.1 to 2.4: one path, or all below one. Every other character stands for itself. */
    record Prefix(Route route, String prefix, boolean wildcard) implements Pattern {
        Prefix(Route route) {
            this(route, route.prefix(), route.wildcard());
        }

        @Override
        public Optional<RouteMatch> match(String path) {
            String trimmed = Route.trimmed(path);
            boolean takes = trimmed.equals(prefix)
                    || wildcard && trimmed.startsWith(prefix) && trimmed.startsWith("/", prefix.length());
            return takes ? Optional.of(route.match(path.substring(prefix.length()), Map.of())) : Optional.empty();
        }
    }
}
