package dev.gyre.api.http;

import java.util.Map;

/**
 * How a request's path met a route, in the terms of Spin's {@code spin-*} headers.
 *
 * @param pathInfo          the path after the matched prefix, still percent-encoded
 * @param matchedRoute      base and route joined, wildcard kept
 * @param basePath          base as written
 * @param rawComponentRoute route as written
 * @param componentRoute    route as written, less its wildcard
 * @param captures          values of {@code :name} segments
 */
public record RouteMatch(
        String pathInfo,
        String matchedRoute,
        String basePath,
        String rawComponentRoute,
        String componentRoute,
        Map<String, String> captures) {

    public RouteMatch {
        captures = Map.copyOf(captures);
    }
}
