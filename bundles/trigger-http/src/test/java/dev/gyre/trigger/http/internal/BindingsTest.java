package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.host.SelfOrigins;
import dev.gyre.api.http.HttpFields;

/** What a {@code [[trigger.http]]} may say besides a route. */
class BindingsTest {
    private static TestApp.Builder v2() {
        return new TestApp.Builder().manifest(2);
    }

    private static ConfigTable binding(Object... pairs) {
        return Tables.table("trigger.http[0]", pairs);
    }

    private static ConfigTable answer(Object... pairs) {
        return Tables.table("trigger.http[0].static_response", pairs);
    }

    private static String get(TestApp app, String path) throws IOException {
        return RawClient.exchange(app, "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    private static String refused(TestApp.Builder app) {
        return assertThrows(ConfigException.class, () -> app.trigger().configure(app.context())).getMessage();
    }

    @Test
    void aStaticResponseNeedsNoComponent() throws IOException {
        TestApp.Builder app = v2().alone("robots", binding("route", "/robots.txt", "static_response",
                answer("status_code", 203L, "body", "no b\u00f6ts", "headers", Tables.table("h", "Content-Type", "text/plain", "x-y", "z"))))
                .alone("nothing", binding("route", "/empty", "static_response", answer()));
        try (TestApp running = app.startBare()) {
            String text = get(running, "/robots.txt");
            assertTrue(text.startsWith("HTTP/1.1 203 ") && text.toLowerCase().contains("content-type: text/plain\r\n") && text.contains("x-y: z\r\n"), text);
            assertTrue(text.endsWith("no b\u00c3\u00b6ts") || text.endsWith("no b\u00f6ts"), text);
            assertTrue(get(running, "/empty").startsWith("HTTP/1.1 200 "));
            assertTrue(get(running, "/other").startsWith("HTTP/1.1 404 "));
            assertTrue(running.announcement().toString().contains("robots: http://"), running.announcement().toString());
        }
    }

    @Test
    void aPrivateRouteIsNotReachedFromOutside() throws IOException {
        TestApp.Builder app = v2().component("shop", "/shop", x -> x.response().send(200, HttpFields.EMPTY, "shop".getBytes()))
                .binding("cart", binding("route", Tables.table("r", "private", true)));
        try (TestApp running = app.start()) {
            assertTrue(get(running, "/shop").endsWith("shop"));
            for (String path : new String[] {"/", "/cart", "/private", "/%7Bprivate=true%7D"}) {
                assertTrue(get(running, path).startsWith("HTTP/1.1 404 "), path);
            }
            assertFalse(running.announcement().toString().contains("cart"));
        }
    }

    @Test
    void bothNamesOfTheUsualExecutorMeanTheSame() throws IOException {
        for (String type : new String[] {"http", "spin"}) {
            TestApp.Builder app = v2().binding("guest", binding("route", "/...", "executor", Tables.table("e", "type", type)));
            app.trigger().bindExecutor(context -> x -> x.response().send(200, HttpFields.EMPTY, "served".getBytes()), Map.of(HttpExecutor.PROPERTY, "spin"));
            try (TestApp running = app.startBare()) {
                assertTrue(get(running, "/").endsWith("served"), type);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 600, 0})
    void aStatusOfNoUseIsRefused(int status) {
        assertEquals("spin.toml:10:5: trigger.http[0].static_response.status_code: must be 200 to 599, but is " + status,
                refused(v2().alone("x", binding("route", "/", "static_response", answer("status_code", (long) status)))));
    }

    @Test
    void mistakesAreRefusedWhereTheyAre() {
        assertEquals("spin.toml:11:5: trigger.http[0].static_response: stands in the place of a component and its executor; remove one of them",
                refused(v2().binding("c", binding("route", "/", "static_response", answer()))));
        assertEquals("spin.toml:9:1: trigger.http[0].component: required field is missing; write a component or a static_response",
                refused(v2().alone("x", binding("route", "/"))));
        assertEquals("spin.toml:10:5: r.private: must be true; a route that is not private is a path such as \"/cart/...\"",
                refused(v2().binding("c", binding("route", Tables.table("r", "private", false)))));
        assertEquals("spin.toml:9:1: trigger.http[0].route: required field is missing; it must be a string", refused(v2().binding("c", binding())));
        assertTrue(refused(v2().binding("c", binding("route", "/", "rout", "/x"))).contains("unknown field; did you mean \"route\"?"));
        assertTrue(refused(v2().alone("x", binding("route", "/", "static_response", answer("headers", Tables.table("h", "a b", "c"))))).endsWith("is no name of a header"));
        assertTrue(refused(v2().alone("x", binding("route", "/", "static_response", answer("headers", Tables.table("h", "a", "b\r\nc: d")))))
                .endsWith("must not contain control characters"));
    }

    @Test
    void theApplicationsOwnOriginIsItsListener() throws IOException {
        TestApp.Builder builder = new TestApp.Builder().base("/shop").component("c", "/...", x -> x.response().send(200, HttpFields.EMPTY, new byte[0]));
        Application app = builder.context().execution().application();
        assertEquals(Optional.empty(), builder.trigger().of(app));
        try (TestApp running = builder.option("listen", "0.0.0.0:0").start()) {
            SelfOrigins.SelfOrigin own = builder.trigger().of(app).orElseThrow();
            assertTrue(own.address().getAddress().isLoopbackAddress(), "what is bound to every address is reached through the loopback one");
            assertEquals("0.0.0.0:" + own.address().getPort(), own.authority());
            assertEquals("/shop", own.base());
            assertFalse(own.secure());
        }
        assertEquals(Optional.empty(), builder.trigger().of(app));
    }
}
