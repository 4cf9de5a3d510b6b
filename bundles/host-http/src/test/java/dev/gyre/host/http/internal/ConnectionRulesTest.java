package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.api.config.RuntimeConfigSection;

/** {@code [outbound_http]} of a runtime configuration. */
class ConnectionRulesTest extends ClientFixture {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private RuntimeConfigSection.Applied apply(Map<String, Object> said) {
        Position at = new Position("rc.toml", 1, 1);
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        said.forEach((key, value) -> values.put(key, new ConfigValue(value, at)));
        return clients.apply(new ConfigTable("", at, Map.of("outbound_http", new ConfigValue(new ConfigTable("outbound_http", at, values), at))), "outbound_http");
    }

    @Test
    void connectionsAreNotKeptWhereTheOperatorSaysSo() throws IOException {
        RawServer server = say("a.example", OK);
        String url = "http://a.example:" + server.address().getPort() + "/";
        try (RuntimeConfigSection.Applied applied = apply(Map.of("connection_pooling", false))) {
            assertEquals("ok", text(get(url)));
            assertEquals("close", server.seen.getFirst().header("connection"));
        }
        assertEquals("ok", text(get(url)));
        assertEquals("", server.seen.getLast().header("connection"));
    }

    @Test
    void noneMeansNone() throws IOException {
        RawServer server = say("a.example", OK);
        try (RuntimeConfigSection.Applied applied = apply(Map.of("max_connections", 0L))) {
            OutboundFailure e = fails(OutboundFailure.Kind.REQUEST, "http://a.example:" + server.address().getPort() + "/");
            assertTrue(e.getMessage().contains("allows guests 0 connections at one time"), e.getMessage());
        }
    }

    @Test
    void requestsWaitForEachOtherAndAPlaceIsGivenBack() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RawServer slow = serve("slow.example", (request, out) -> {
            asked.countDown();
            go.await();
            out.write(OK.getBytes());
        });
        RawServer other = say("other.example", OK);
        String url = "http://other.example:" + other.address().getPort() + "/";
        try (RuntimeConfigSection.Applied applied = apply(Map.of("max_connections", 1L))) {
            CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> text(get("http://slow.example:" + slow.address().getPort() + "/")));
            asked.await();
            CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> text(get(url)));
            assertTrue(other.seen.isEmpty() && !second.isDone());
            go.countDown();
            assertEquals("ok", first.get());
            assertEquals("ok", second.get());
            other.close();
            for (int i = 0; i < 3; i++) {
                fails(OutboundFailure.Kind.REQUEST, url); // refused, and not because places were lost
            }
            slow.close();
        }
        RawServer again = say("again.example", OK);
        assertEquals("ok", text(get("http://again.example:" + again.address().getPort() + "/")));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertTrue(assertThrows(ConfigException.class, () -> apply(Map.of("max_connections", -1L))).getMessage().contains("outbound_http.max_connections: must be 0 or more"));
        assertThrows(ConfigException.class, () -> apply(Map.of("max_connections", 1L, "max_concurrent_requests", 1L)));
        assertThrows(ConfigException.class, () -> apply(Map.of("max_conections", 1L)));
        apply(Map.of("max_concurrent_requests", 0L)).close();
    }
}
