package dev.gyre.cli.internal.up;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.EventSource;
import dev.gyre.cli.internal.print.Json;

/** What {@code gyre up --format json} prints: that of Spin, about HTTP alone. Stateless. */
final class ServedRoutes {
    private ServedRoutes() {
    }

    /** An object with {@code base_url} and {@code routes}; a line for each address. */
    static List<String> json(Deployment deployment) {
        return deployment.sources().stream().filter(s -> s.kind() == EventSource.Kind.LISTENER && s.address().startsWith("http")).map(ServedRoutes::json).toList();
    }

    private static String json(EventSource served) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("base_url", served.address());
        out.put("routes", served.routes().stream().map(ServedRoutes::route).toList());
        return Json.of(out);
    }

    private static Map<String, Object> route(EventSource.Route route) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", route.component());
        out.put("route", route.name().isEmpty() ? "/" : route.name());
        out.put("wildcard", route.wildcard());
        route.description().ifPresent(d -> out.put("description", d));
        return out;
    }
}
