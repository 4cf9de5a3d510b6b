package dev.gyre.trigger.http.internal.route;

import static dev.gyre.trigger.http.internal.route.RoutingRule.BEST_MATCH;
import static dev.gyre.trigger.http.internal.route.RoutingRule.EXACT_THEN_LONGEST;
import static dev.gyre.trigger.http.internal.route.RoutingRule.LAST_WINS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.gyre.api.GyreException;
import dev.gyre.api.http.RouteMatch;

/** Facts of {@code crates/http/src/routes.rs} in Spin 0.1, 0.9 and 2.5, and of routefinder 0.5.4. */
class RoutingRuleTest {
    private static Router router(RoutingRule rule, String base, String... routes) {
        List<Route> all = new ArrayList<>();
        Arrays.stream(routes).forEach(r -> all.add(Route.of(all.size(), r, base, r)));
        return rule.router(all);
    }

    private static String component(Router router, String path) {
        return router.route(path).map(h -> h.route().componentId()).orElse("nobody");
    }

    private static RouteMatch match(RoutingRule rule, String base, String route, String path) {
        return router(rule, base, route).route(path).orElseThrow().match();
    }

    @ParameterizedTest
    @CsvSource({
        "/,      /foo/bar, /foo/bar,               true",
        "/,      /foo/bar, /foo/bar/,              true",
        "/,      /foo/bar, /foo,                   false",
        "/,      /foo/bar, /foo/bar/more,          false",
        "/,      /foo/bar, /abc,                   false",
        "/base,  /foo,     /base/foo,              true",
        "/base,  /foo,     /base/foo/,             true",
        "/base,  /foo,     /base/foo/bar,          false",
        "/base/, /foo,     /base/foo,              true",
        "/base/, /foo/,    /base/foo/,             true",
        "/base/, /foo/,    /foo,                   false",
        "base,   foo,      /base/foo,              true",
        "/,      /...,     /,                      true",
        "/,      /...,     /foo,                   true",
        "/,      /...,     /foo/bar/baz/,          true",
        "/,      /foo/..., /foo,                   true",
        "/,      /foo/..., /foo/,                  true",
        "/,      /foo/..., /foo/bar/,              true",
        "/,      /foo/..., /foobar,                false",
        "/,      /foo/..., /,                      false",
        "/base,  /...,     /base,                  true",
        "/base,  /...,     /base/foo/bar,          true",
        "/base,  /...,     /basement,              false",
        "/,      /,        /,                      true",
        "/,      /,        /x,                     false",
        "/,      /Foo,     /foo,                   false",
    })
    void allRulesAgreeOnWhatASimplePatternTakes(String base, String route, String path, boolean takes) {
        for (RoutingRule rule : RoutingRule.values()) {
            assertEquals(takes, router(rule, base, route).route(path).isPresent(), rule.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/,     /static/..., /static/images/abc.png,      /images/abc.png",
        "/base, /static/..., /base/static/images/abc.png, /images/abc.png",
        "/,     /test/...,   /test,                       ''",
        "/,     /test/...,   /test/,                      /",
        "/,     /test/...,   /test/hello,                 /hello",
        "/,     /test/...,   /test/hello/,                /hello/",
        "/,     /...,        /1/2/3,                      /1/2/3",
        "/,     /...,        /,                           /",
        "/,     /foo,        /foo,                        ''",
        "/,     /static/..., /static/%2e%41/b%2Fc,        /%2e%41/b%2Fc",
    })
    void pathInfoIsWhatFollowsThePrefixAsSent(String base, String route, String path, String pathInfo) {
        for (RoutingRule rule : RoutingRule.values()) {
            assertEquals(pathInfo, match(rule, base, route, path).pathInfo(), rule.toString());
        }
    }

    @Test
    void anExactRouteKeepsItsTrailingSlashAsPathInfoBefore25() {
        assertEquals("/", match(LAST_WINS, "/", "/foo", "/foo/").pathInfo());
        assertEquals("/", match(EXACT_THEN_LONGEST, "/", "/foo", "/foo/").pathInfo());
        assertEquals("", match(BEST_MATCH, "/", "/foo", "/foo/").pathInfo());
    }

    @ParameterizedTest
    @EnumSource(RoutingRule.class)
    void factsAboutTheRouteAreAsWritten(RoutingRule rule) {
        assertEquals(new RouteMatch("/bar", "/base/foo/...", "/base/", "/foo/...", "/foo", Map.of()), match(rule, "/base/", "/foo/...", "/base/foo/bar"));
        assertEquals(new RouteMatch("/", "/...", "/", "/...", "", Map.of()), match(rule, "/", "/...", "/"));
        assertEquals("", match(rule, "/", "/", "/").matchedRoute());
    }

    @ParameterizedTest
    @CsvSource({
        "/one/... /one/two/... /one/two/three/..., /one/two/three/four, /one/two/three/..., /one/two/three/..., /one/two/three/...",
        "/one/two/three/... /one/two/... /one/..., /one/two/three/four, /one/...,           /one/two/three/..., /one/two/three/...",
        "/one/two/three/... /one/...,              /one/two,            /one/...,           /one/...,           /one/...",
        "/one /...,                                /one,                /...,               /one,               /one",
        "/one /...,                                /one/,               /...,               /one,               /one",
        "/... /one,                                /one,                /one,               /one,               /one",
        "/one /...,                                /two,                /...,               /...,               /...",
        "/ /...,                                   /,                   /...,               /,                  /",
        "/a/... /b/...,                            /c,                  nobody,             nobody,             nobody",
    })
    void theRulesChooseAmongSeveral(String routes, String path, String last, String longest, String best) {
        String[] all = routes.split(" ");
        assertEquals(last, component(router(LAST_WINS, "/", all), path));
        assertEquals(longest, component(router(EXACT_THEN_LONGEST, "/", all), path));
        assertEquals(best, component(router(BEST_MATCH, "/", all), path));
    }

    @ParameterizedTest
    @CsvSource({
        "/:param /* /hello,            /hello,        /hello",
        "/:param /* /hello,            /hey,          /:param",
        "/:param /* /hello,            /hey/there,    /*",
        "/:param /* /hello,            /,             /*",
        "/:a/x /b/:y,                  /b/x,          /b/:y",
        "/users/:id/... /users/me/..., /users/me/a,   /users/me/...",
        "/users/:id/... /users/me/..., /users/you/a,  /users/:id/...",
        "/:a /:b,                      /x,            /:a",
        "/:file.txt /:any,             /a.txt,        /:file.txt",
        "/:any /:file.txt,             /a.txt,        /:file.txt",
        "/:any /:file.txt,             /a.html,       /:any",
        "/a.b/... /:x/...,             /a.b/c,        /a.b/...",
    })
    void bestMatchPrefersTextToParametersToWildcards(String routes, String path, String winner) {
        assertEquals(winner, component(router(BEST_MATCH, "/", routes.split(" ")), path));
    }

    @Test
    void bestMatchCapturesNamedSegments() {
        assertEquals(Map.of("two", "2"), match(BEST_MATCH, "/", "/1/:two/3", "/1/2/3").captures());
        assertEquals(Map.of("two", "2"), match(BEST_MATCH, "/", "/1/:two/...", "/1/2/3/4").captures());
        assertEquals("/3/4", match(BEST_MATCH, "/", "/1/:two/...", "/1/2/3/4").pathInfo());
        assertEquals(Map.of("n", "a", "ext", "txt"), match(BEST_MATCH, "/", "/:n.:ext", "/a.txt").captures());
        assertEquals(Map.of("x", "a%2Fb"), match(BEST_MATCH, "/", "/:x", "/a%2Fb").captures());
    }

    @Test
    void colonsAndStarsAreTextBefore25() {
        for (RoutingRule rule : List.of(LAST_WINS, EXACT_THEN_LONGEST)) {
            assertTrue(router(rule, "/", "/:id").route("/5").isEmpty());
            assertTrue(router(rule, "/", "/:id").route("/:id").isPresent());
            assertTrue(router(rule, "/", "/a/*").route("/a/b").isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"/:/x, needs a name", "/a/*rest, has no name", "/*/a, must be the last"})
    void bestMatchRefusesPatternsThatMeanNothing(String route, String reason) {
        GyreException e = assertThrows(GyreException.class, () -> router(BEST_MATCH, "/", route));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    @Test
    void manifestGenerationsHaveTheirRule() {
        assertEquals(EXACT_THEN_LONGEST, RoutingRule.of(1));
        assertEquals(BEST_MATCH, RoutingRule.of(2));
    }
}
