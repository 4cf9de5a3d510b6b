package dev.gyre.trigger.http.internal.route;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.http.RouteMatch;

/** A router for which the first matching pattern wins: every historical rule is an order of patterns. */
record OrderedRouter(List<Pattern> patterns) implements Router {
    OrderedRouter {
        patterns = List.copyOf(patterns);
    }

    @Override
    public Optional<Hit> route(String path) {
        for (Pattern pattern : patterns) {
            Optional<RouteMatch> match = pattern.match(path);
            if (match.isPresent()) {
                return Optional.of(new Hit(pattern.route(), match.get()));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Route> routes() {
        return patterns.stream().map(Pattern::route).sorted(Comparator.comparingInt(Route::index)).toList();
    }
}
