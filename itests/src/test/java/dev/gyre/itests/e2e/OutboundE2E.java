package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.HttpServer;

import redis.embedded.RedisServer;

import dev.gyre.test.FreePort;


/** Guests that call other servers, through every interface there was. */
class OutboundE2E {
    @TempDir
    static Path folder;

    private static HttpServer server;
    private static RedisServer redis;
    private static int redisPort;
    private static Gyre gyre;

    @BeforeAll
    static void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/echo", exchange -> {
            String text = exchange.getRequestMethod() + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    + " " + exchange.getRequestHeaders().getFirst("x-sent-by") + " " + exchange.getRequestHeaders().getFirst("host");
            exchange.getResponseHeaders().add("content-type", "text/x-echo");
            exchange.sendResponseHeaders(201, text.length());
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.createContext("/away", exchange -> {
            exchange.getResponseHeaders().add("location", "http://localhost:" + server.getAddress().getPort() + "/echo");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        redisPort = FreePort.next();
        redis = RedisServer.newRedisServer().bind("127.0.0.1").port(redisPort).setting("save ''").build();
        redis.start();
        String allowed = "allowed_http_hosts = [\"http://127.0.0.1:" + server.getAddress().getPort() + "\"]";
        String address = "environment = { REDIS_ADDRESS = \"redis://127.0.0.1:" + redisPort + "\" }";
        gyre = App.in(folder).spin("g1", "outbound-http-g1.wasm", "/g1", allowed)
                .spin("g2", Gyre.root().resolve("examples/outbound-http/outbound_http.wasm").toString(), "/g2", allowed)
                .spin("none", Gyre.root().resolve("examples/outbound-http/outbound_http.wasm").toString(), "/none")
                .spin("experimental", "experimental-http.wasm", "/experimental", allowed)
                .spin("redis-all", "redis-all.wasm", "/redis-all/...")
                .spin("redis-g1", "outbound-redis-g1.wasm", "/redis-g1/...", address).up();
    }

    @AfterAll
    static void stop() throws IOException {
        gyre.close();
        redis.stop();
        server.stop(0);
    }

    private static String target(String path) {
        return "url=http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @ParameterizedTest
    @ValueSource(strings = {"g1", "g2"})
    void requestsGoOutInBothLayouts(String layout) {
        HttpResponse<String> answer = Http.send("PUT", gyre.resolve("/" + layout + "?" + target("/echo")),
                java.net.http.HttpRequest.BodyPublishers.ofString("body"));
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().startsWith("status: 201\n"), answer.body());
        assertTrue(answer.body().contains("content-type: text/x-echo\n"), answer.body());
        assertTrue(answer.body().endsWith("PUT body null 127.0.0.1:" + server.getAddress().getPort()), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"g1", "g2"})
    void everyHopMustBeAllowed(String layout) {
        assertEquals("error: destination-not-allowed\n", Http.get(gyre.resolve("/" + layout + "?" + target("/away"))).body());
        assertEquals("error: destination-not-allowed\n", Http.get(gyre.resolve("/" + layout + "?url=http://localhost:1/")).body());
        assertEquals("error: invalid-url\n", Http.get(gyre.resolve("/" + layout + "?url=nonsense")).body());
        assertEquals("error: destination-not-allowed\n", Http.get(gyre.resolve("/none?" + target("/echo"))).body());
    }

    @Test
    void theExperimentalInterfaceWorks() {
        String answer = Http.post(gyre.resolve("/experimental?method=POST&" + target("/echo")), "sent").body();
        assertTrue(answer.startsWith("""
                request error: 0
                status: 201
                header error: 0
                content-type: text/x-echo
                missing header error:\s"""), answer);
        assertTrue(answer.contains("-- body --\nPOST sent guest 127.0.0.1:" + server.getAddress().getPort() + "\nbody error: 0\nclose error: 0\n"), answer);
        String denied = Http.get(gyre.resolve("/experimental?url=http://localhost/")).body();
        assertTrue(denied.matches("request error: [1-9]\\d*\n"), denied);
    }

    @Test
    void everyFunctionOfRedisWorks() {
        String answer = Http.get(gyre.resolve("/redis-all/k?address=redis://127.0.0.1:" + redisPort)).body();
        assertTrue(answer.startsWith("""
                del: ok 0
                set: ok 0
                get: ok 4 a"""), answer);
        assertTrue(answer.contains("""
                incr: ok 1
                incr again: ok 2
                incr text: error
                sadd: ok 2
                smembers: ok 2
                srem: ok 1
                smembers after: ok 1 a
                publish: ok 0
                SET: ok status OK
                GET: ok bytes -5
                INCR: ok number -4
                GET: ok nil
                MGET: ok bytes -4 nil
                """), answer);
        assertTrue(answer.endsWith("NOSUCHCOMMAND: error\n"), answer);
    }

    @Test
    void redisWorksInTheFirstLayoutToo() {
        assertEquals("stored\n", Http.send("PUT", gyre.resolve("/redis-g1/x"), java.net.http.HttpRequest.BodyPublishers.ofString("v")).body());
        assertEquals("v", Http.get(gyre.resolve("/redis-g1/x")).body());
        assertEquals("published\n", Http.post(gyre.resolve("/redis-g1/x"), "m").body());
    }

    @Test
    void aRedisThatIsNotThereIsTheGuestsToHandle() {
        assertTrue(Http.get(gyre.resolve("/redis-all/k?address=redis://127.0.0.1:1")).body().startsWith("del: error\n"));
        assertTrue(Http.get(gyre.resolve("/redis-all/k?address=nonsense")).body().startsWith("del: error\n"));
    }
}
