package dev.gyre.trigger.http.internal.route;

import java.util.Map;

import dev.gyre.api.http.RouteMatch;

/**
 * One route of an application. Immutable.
 *
 * @param index       among the application's bindings, in manifest order
 * @param base        as written
 * @param raw         the route as written
 * @param joined      base and route, each less one trailing slash: what requests are matched with
 */
public record Route(int index, String componentId, String base, String raw, String joined) {
    private static final String WILDCARD = "/...";

    /** Joins a base and a route as every Spin did; a missing leading slash is added as Spin 2 does. */
    public static Route of(int index, String componentId, String base, String raw) {
        return new Route(index, componentId, base, raw, trimmed(absolute(base)) + trimmed(absolute(raw)));
    }

    /** Whether it also takes what lies below it. */
    public boolean wildcard() {
        return joined.endsWith(WILDCARD);
    }

    /** The path it takes, or the one below which it takes everything; empty for the root. */
    public String prefix() {
        return withoutWildcard(joined);
    }

    /** As messages name it: {@code "/static/..." (component "fs")}. */
    public String describe() {
        return '"' + (joined.isEmpty() ? "/" : joined) + "\" (component \"" + componentId + "\")";
    }

    RouteMatch match(String pathInfo, Map<String, String> captures) {
        return new RouteMatch(pathInfo, joined, base, raw, withoutWildcard(raw), captures);
    }

    /** One trailing slash is dropped, no more: so did Spin. */
    public static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** With the leading slash that may be missing. */
    public static String absolute(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private static String withoutWildcard(String route) {
        return route.endsWith(WILDCARD) ? route.substring(0, route.length() - WILDCARD.length()) : route;
    }
}
