package dev.gyre.api.http;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One of the facts about a request that every executor passes on: as a header to Spin components, as an environment variable
 * to WAGI modules.
 *
 * @param header   such as {@code spin-path-info}
 * @param variable such as {@code PATH_INFO}
 */
public record SpinHeader(String header, String variable, String value) {
    /** What the names of these headers start with; a client may not send them. */
    public static final String PREFIX = "spin-";

    /** All of them, in Spin's order (client address since Spin 1.1, captures since 2.5). */
    public static List<SpinHeader> of(HttpExchange exchange) {
        HttpRequest request = exchange.request();
        RouteMatch route = exchange.route();
        List<SpinHeader> out = new ArrayList<>(8 + route.captures().size());
        out.add(new SpinHeader("spin-path-info", "PATH_INFO", route.pathInfo()));
        out.add(new SpinHeader("spin-full-url", "X_FULL_URL", request.url()));
        out.add(new SpinHeader("spin-matched-route", "X_MATCHED_ROUTE", route.matchedRoute()));
        out.add(new SpinHeader("spin-base-path", "X_BASE_PATH", route.basePath()));
        out.add(new SpinHeader("spin-raw-component-route", "X_RAW_COMPONENT_ROUTE", route.rawComponentRoute()));
        out.add(new SpinHeader("spin-component-route", "X_COMPONENT_ROUTE", route.componentRoute()));
        out.add(new SpinHeader("spin-client-addr", "X_CLIENT_ADDR", address(request.client())));
        route.captures().forEach((name, value) -> out.add(new SpinHeader(
                "spin-path-match-" + name.toLowerCase(Locale.ROOT),
                "X_PATH_MATCH_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), value)));
        return out;
    }

    /** The request's own headers and, after them, these. */
    public static List<Map.Entry<String, String>> afterOwn(HttpExchange exchange) {
        List<Map.Entry<String, String>> all = new ArrayList<>(exchange.request().headers().entries());
        of(exchange).forEach(fact -> all.add(Map.entry(fact.header(), fact.value())));
        return all;
    }

    private static String address(InetSocketAddress client) {
        String ip = client.getAddress() == null ? client.getHostString() : client.getAddress().getHostAddress();
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + client.getPort();
    }
}
