package dev.gyre.cli.internal.up;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.cli.internal.print.Json;

/** What {@code gyre up --format json} prints: that of Spin, of the announcement's lines that are about HTTP. Stateless. */
final class ServedRoutes {
    private static final String SERVING = "Serving http";
    private static final String ROUTE = "  ";
    private static final String MORE = "    ";
    private static final String WILDCARD = " (wildcard)";

    private ServedRoutes() {
    }

    /** An object with {@code base_url} and {@code routes}; a line for each address. */
    static List<String> json(Deployment deployment) {
        List<String> out = new ArrayList<>();
        List<String> lines = deployment.announcement();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(SERVING)) {
                String url = lines.get(i).substring(lines.get(i).indexOf(' ') + 1);
                List<Object> routes = new ArrayList<>();
                for (String line : lines.subList(i + 1, lines.size())) {
                    int at = line.indexOf(": " + url);
                    if (at > 0 && line.startsWith(ROUTE) && !line.startsWith(MORE)) {
                        routes.add(route(deployment, line.substring(ROUTE.length(), at), line.substring(at + 2 + url.length())));
                    }
                }
                Map<String, Object> served = new LinkedHashMap<>();
                served.put("base_url", url);
                served.put("routes", routes);
                out.add(Json.of(served));
            }
        }
        return out;
    }

    private static Map<String, Object> route(Deployment deployment, String id, String display) {
        boolean wildcard = display.endsWith(WILDCARD);
        String path = wildcard ? display.substring(0, display.length() - WILDCARD.length()) : display;
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", id);
        out.put("route", path.isEmpty() ? "/" : path);
        out.put("wildcard", wildcard);
        deployment.application().component(id).flatMap(c -> c.description()).ifPresent(d -> out.put("description", d));
        return out;
    }
}
