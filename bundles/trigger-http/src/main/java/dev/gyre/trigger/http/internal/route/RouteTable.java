package dev.gyre.trigger.http.internal.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes of an application under one rule, and what its author should know about them. Immutable.
 *
 * @param warnings routes that are written twice or that other versions of Spin would answer differently
 */
public record RouteTable(Router router, List<String> warnings) {
    /** Stands for what a wildcard takes when the rules are compared. */
    private static final String BELOW = "/any";

    public RouteTable {
        warnings = List.copyOf(warnings);
    }

    /**
     * @param routes    in manifest order
     * @param compareTo rules whose different opinion is worth a warning
     */
    public static RouteTable of(List<Route> routes, RoutingRule rule, List<RoutingRule> compareTo) {
        List<String> warnings = new ArrayList<>();
        Map<String, Route> distinct = new LinkedHashMap<>();
        for (Route route : routes) {
            Route hidden = distinct.put(route.joined(), route);
            if (hidden != null) {
                warnings.add("route " + hidden.describe() + " is never used: component \"" + route.componentId() + "\" has the same route");
            }
        }
        List<Route> unique = List.copyOf(distinct.values());
        Router router = rule.router(unique);
        for (RoutingRule other : compareTo) {
            compare(unique, rule, router, other, warnings);
        }
        return new RouteTable(router, warnings);
    }

    private static void compare(List<Route> routes, RoutingRule rule, Router router, RoutingRule other, List<String> out) {
        Router otherRouter = other.router(routes);
        for (Route route : routes) {
            String path = route.wildcard() ? route.prefix() + BELOW : route.joined().isEmpty() ? "/" : route.joined();
            String here = owner(router, path);
            String there = owner(otherRouter, path);
            if (!there.equals(here)) {
                out.add("requests for " + route.describe() + " go to " + here + " (routing \"" + rule + "\"), but " + other.versions()
                        + " sent them to " + there + "; to have that, set routing = \"" + other + "\" under [http] in gyre.toml");
            }
        }
    }

    private static String owner(Router router, String path) {
        return router.route(path).map(hit -> "component \"" + hit.route().componentId() + '"').orElse("nobody");
    }
}
