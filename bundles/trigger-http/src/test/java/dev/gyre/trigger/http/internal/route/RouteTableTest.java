package dev.gyre.trigger.http.internal.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static List<Route> routes(String... idsAndRoutes) {
        List<Route> out = new ArrayList<>();
        for (int i = 0; i < idsAndRoutes.length; i += 2) {
            out.add(Route.of(i / 2, idsAndRoutes[i], "/", idsAndRoutes[i + 1]));
        }
        return out;
    }

    @Test
    void ofEqualRoutesTheLastIsUsedAndTheOthersAreReported() {
        for (RoutingRule rule : RoutingRule.values()) {
            RouteTable table = RouteTable.of(routes("first", "/foo", "other", "/bar", "second", "/foo/"), rule, List.of());
            assertEquals(List.of("route \"/foo\" (component \"first\") is never used: component \"second\" has the same route"), table.warnings());
            assertEquals("second", table.router().route("/foo").orElseThrow().route().componentId());
            assertEquals(List.of("other", "second"), table.router().routes().stream().map(Route::componentId).toList());
        }
    }

    @Test
    void aRouteThatTheRulesGiveToDifferentComponentsIsReportedWithBoth() {
        List<Route> routes = routes("static", "/static/...", "site", "/...");
        RouteTable longest = RouteTable.of(routes, RoutingRule.EXACT_THEN_LONGEST, List.of(RoutingRule.LAST_WINS));
        assertEquals(List.of("requests for \"/static/...\" (component \"static\") go to component \"static\" (routing \"exact-then-longest\"), "
                + "but Spin 0.1 to 0.8 sent them to component \"site\"; to have that, set routing = \"last-wins\" under [http] in gyre.toml"), longest.warnings());
        RouteTable last = RouteTable.of(routes, RoutingRule.LAST_WINS, List.of(RoutingRule.EXACT_THEN_LONGEST));
        assertEquals(1, last.warnings().size());
        assertEquals("site", last.router().route("/static/x").orElseThrow().route().componentId());
    }

    @Test
    void routesTheRulesAgreeOnAreNotReported() {
        List<Route> routes = routes("site", "/...", "static", "/static/...", "root", "/");
        assertEquals(List.of(), RouteTable.of(routes, RoutingRule.EXACT_THEN_LONGEST, List.of(RoutingRule.LAST_WINS)).warnings());
    }
}
