package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.api.http.HttpResponse;
import dev.gyre.api.http.SpinHeader;

/** Requests of components to each other, as the trigger serves them. */
class ChainingTest {
    /** What the component that asks gets. */
    private static final class Got implements HttpResponse {
        private int status;
        private HttpFields headers = HttpFields.EMPTY;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        @Override
        public OutputStream begin(int code, HttpFields fields) {
            status = code;
            headers = fields;
            return body;
        }

        @Override
        public boolean begun() {
            return status != 0;
        }
    }

    private static Got ask(TestApp app, Application application, String component, String method, Map.Entry<String, String>... headers) throws IOException {
        Got got = new Got();
        app.trigger().handle(application, component, new HttpRequest(method, "http", component + ".spin.internal", "/a/b", Optional.of("q"), "HTTP/1.1",
                HttpFields.of(List.of(headers)), OptionalLong.empty(), new ByteArrayInputStream("body".getBytes(StandardCharsets.UTF_8)),
                new InetSocketAddress("0.0.0.0", 0)), got);
        return got;
    }

    /** The component "inner" is behind a private route. */
    private static TestApp.Builder app(HttpHandler inner) {
        TestApp.Builder app = new TestApp.Builder().manifest(2).component("outer", "/...", exchange -> exchange.response().send(200, HttpFields.EMPTY, new byte[0]));
        app.handler("inner", inner);
        return app.binding("inner", Tables.table("trigger.http", "route", Tables.table("route", "private", true)));
    }

    @SafeVarargs
    private static Got inner(HttpHandler inner, String method, Map.Entry<String, String>... headers) throws IOException {
        TestApp.Builder builder = app(inner);
        try (TestApp app = builder.start()) {
            return ask(app, builder.context().execution().application(), "inner", method, headers);
        }
    }

    @Test
    void aPrivateRouteAnswersOtherComponents() throws IOException {
        List<HttpExchange> seen = new ArrayList<>();
        Got got = inner(exchange -> {
            seen.add(exchange);
            exchange.response().send(201, HttpFields.EMPTY.with("X-A", "\u00e9").with("connection", "x-a"), exchange.request().body().readAllBytes());
        }, "PUT", Map.entry("Spin-Path-Info", "forged"), Map.entry("Host", "evil"), Map.entry("x-b", "2"));
        assertEquals(201, got.status);
        assertEquals("body", got.body.toString(StandardCharsets.UTF_8));
        assertEquals(List.of(Map.entry("content-length", "4")), got.headers.entries());
        assertEquals(List.of(Map.entry("x-b", "2")), seen.getFirst().request().headers().entries());
        assertEquals(List.of("spin-path-info=/a/b", "spin-full-url=http://inner.spin.internal/a/b?q", "spin-matched-route=/...", "spin-base-path=/",
                "spin-raw-component-route=/...", "spin-component-route=", "spin-client-addr=0.0.0.0:0"),
                SpinHeader.of(seen.getFirst()).stream().map(h -> h.header() + "=" + h.value()).toList());
    }

    @Test
    void valuesAreTextOnBothSides() throws IOException {
        assertEquals(Optional.of("\u00e9"), inner(exchange -> exchange.response().send(200, HttpFields.EMPTY.with("x-a", "\u00e9"), new byte[0]), "GET").headers.first("x-a"));
    }

    @Test
    void aFailureIsAStatus() throws IOException {
        assertEquals(500, inner(exchange -> { }, "GET").status);
        assertEquals(504, inner(exchange -> {
            throw new TrapException(TrapKind.DEADLINE, "too late");
        }, "GET").status);
        assertEquals(500, inner(exchange -> exchange.response().send(200, HttpFields.EMPTY.with("bad name", "x"), new byte[0]), "GET").status);
        assertEquals(500, inner(exchange -> exchange.response().begin(99, HttpFields.EMPTY), "GET").status);
    }

    @Test
    void halfAnAnswerIsNone() {
        for (HttpHandler broken : List.<HttpHandler>of(
                exchange -> exchange.response().begin(200, HttpFields.EMPTY.with("content-length", "5")).write(new byte[4]),
                exchange -> exchange.response().begin(200, HttpFields.EMPTY.with("content-length", "5")).write(new byte[6]),
                exchange -> {
                    exchange.response().begin(200, HttpFields.EMPTY).write(1);
                    throw new TrapException(TrapKind.UNREACHABLE, "no more");
                })) {
            assertTrue(assertThrows(IOException.class, () -> inner(broken, "GET")).getMessage().contains("broke off"));
        }
    }

    @Test
    void headHasNoBody() throws IOException {
        Got got = inner(exchange -> exchange.response().send(200, HttpFields.EMPTY, new byte[10]), "HEAD");
        assertEquals(Optional.of("10"), got.headers.first("content-length"));
        assertEquals(0, got.body.size());
    }

    @Test
    void onlyComponentsOfTheApplicationThatAnswerHttpCanBeAsked() throws IOException {
        TestApp.Builder builder = app(exchange -> exchange.response().send(200, HttpFields.EMPTY, new byte[0])).named("shop");
        Application shop = builder.context().execution().application();
        try (TestApp app = builder.start()) {
            assertEquals(200, ask(app, shop, "INNER", "GET").status);
            String message = assertThrows(GyreException.class, () -> ask(app, shop, "other", "GET")).getMessage();
            assertTrue(message.contains("\"other\"") && message.endsWith("these do: inner, outer"), message);
            assertThrows(GyreException.class, () -> ask(app, shop.named("elsewhere"), "inner", "GET"));
        }
    }

    @Test
    void clientsCannotPretend() throws IOException {
        List<HttpFields> seen = new ArrayList<>();
        try (TestApp app = TestApp.serving(exchange -> {
            seen.add(exchange.request().headers());
            exchange.response().send(200, HttpFields.EMPTY, new byte[0]);
        })) {
            RawClient.exchange(app.port(), "GET / HTTP/1.1\r\nHost: inner.spin.internal:80\r\nConnection: close\r\n\r\n");
            assertFalse(seen.getFirst().has("host"), () -> seen.toString());
        }
    }
}
