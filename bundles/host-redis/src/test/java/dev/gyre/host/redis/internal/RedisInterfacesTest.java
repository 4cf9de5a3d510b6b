package dev.gyre.host.redis.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.component.bind.WitBinder;
import dev.gyre.component.wit.WitPackages;
import dev.gyre.host.redis.internal.face.RedisTypes.RedisParameter;
import dev.gyre.host.redis.internal.face.RedisTypes.RedisResult;
import dev.gyre.host.redis.internal.face.SpinRedis;
import dev.gyre.host.redis.internal.face.SpinRedis1;
import dev.gyre.host.rig.Apps;
import dev.gyre.host.rig.TestEvent;
import dev.gyre.manifest.internal.TomlManifestReader;
import dev.gyre.test.FreePort;

import redis.embedded.RedisServer;

/** The interfaces of components, against a real server. */
class RedisInterfacesTest extends RedisFixture {
    private static RedisServer server;
    private static int port;

    private final RedisInterfaces interfaces = new RedisInterfaces(module);

    @BeforeAll
    static void start() throws Exception {
        port = FreePort.next();
        server = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @BeforeEach
    void allow() {
        names.put("shop-redis", List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    private <F> F face(Class<F> type, TestEvent event) {
        return face(type, event, "");
    }

    private static Application configured(String toml) {
        return Apps.app(Apps.component("cart", Map.of())).withRuntimeConfig(new TomlManifestReader().table(toml, "rc.toml"));
    }

    private <F> F face(Class<F> type, TestEvent event, String toml) {
        Application app = configured(toml);
        ComponentContext context = (ComponentContext) Proxy.newProxyInstance(ComponentContext.class.getClassLoader(), new Class<?>[] {ComponentContext.class},
                (proxy, method, args) -> method.getName().equals("application") ? app : app.components().getFirst());
        return type.cast(interfaces.bind(context).create(type, event));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fermyon:spin/redis", "fermyon:spin/redis@2.0.0"})
    void eachFaceFitsItsWit(String name) {
        WitPackages packages = WitPackages.parse(interfaces.wit());
        assertEquals(name, assertDoesNotThrow(() -> WitBinder.bind(interfaces, packages, name)).name());
    }

    @Test
    void connections() throws Exception {
        try (TestEvent event = new TestEvent()) {
            SpinRedis.Connection redis = face(SpinRedis.class, event).connectionOpen("redis://shop-redis/1");
            redis.execute("FLUSHDB", List.of());
            assertEquals(Optional.empty(), redis.get("a"));
            redis.set("a", new byte[0]);
            assertArrayEquals(new byte[0], redis.get("a").orElseThrow());
            assertEquals(1, redis.incr("n"));
            assertEquals(2, redis.sadd("s", List.of("x", "ä", "x")));
            assertEquals(List.of("x", "ä"), redis.smembers("s").stream().sorted().toList());
            assertEquals(1, redis.srem("s", List.of("x", "y")));
            redis.publish("nobody", bytes("hears"));
            assertEquals(2, redis.del(List.of("a", "n", "b")));
            assertEquals(List.of(new RedisResult.Status("OK")), redis.execute("SET", List.of(new RedisParameter.Binary(bytes("k")), new RedisParameter.Int64(-5))));
            List<RedisResult> values = redis.execute("MGET", List.of(new RedisParameter.Binary(bytes("k")), new RedisParameter.Binary(bytes("none"))));
            assertArrayEquals(bytes("-5"), ((RedisResult.Binary) values.get(0)).value());
            assertEquals(new RedisResult.Nil(), values.get(1));
            assertEquals(List.of(new RedisResult.Int64(2)), redis.execute("DBSIZE", List.of()));
            redis.close();
        }
    }

    @Test
    void addresses() throws Exception {
        try (TestEvent event = new TestEvent()) {
            SpinRedis1 redis = face(SpinRedis1.class, event);
            String address = "redis://shop-redis/2";
            redis.execute(address, "FLUSHDB", List.of());
            assertArrayEquals(new byte[0], redis.get(address, "a"));
            redis.set(address, "a", bytes("1"));
            assertEquals(2, redis.incr(address, "a"));
            assertEquals(1, redis.sadd(address, "s", List.of("x")));
            assertEquals(List.of("x"), redis.smembers(address, "s"));
            assertEquals(1, redis.srem(address, "s", List.of("x")));
            assertEquals(1, redis.del(address, List.of("a")));
            redis.publish(address, "nobody", bytes("hears"));
            for (String bad : List.of("redis://other", "http://shop-redis", "")) {
                assertEquals(SpinRedis1.Problem.ERROR, assertThrows(SpinRedis1.Failure.class, () -> redis.get(bad, "a")).error());
            }
        }
    }

    @Test
    void theRuntimeConfigurationLimitsConnections() throws Exception {
        names.put("again", names.get("shop-redis"));
        try (TestEvent event = new TestEvent()) {
            event.millisLeft(1000);
            SpinRedis1 redis = face(SpinRedis1.class, event, "[outbound_redis]\nmax_connections = 1");
            redis.execute("redis://shop-redis", "PING", List.of());
            assertThrows(SpinRedis1.Failure.class, () -> redis.get("redis://again", "a"));
        }
        try (TestEvent event = new TestEvent()) {
            SpinRedis1 redis = face(SpinRedis1.class, event);
            redis.execute("redis://shop-redis", "PING", List.of());
            redis.get("redis://again", "a");
        }
        assertEquals("rc.toml:2:1: outbound_redis.max_connections: must be 0 or more, but is -1", assertThrows(ConfigException.class,
                () -> module.check(configured("[outbound_redis]\nmax_connections = -1"), RedisHostModule.SECTION)).getMessage());
    }

    @Test
    void failuresHaveTheirCases() throws Exception {
        try (TestEvent event = new TestEvent()) {
            SpinRedis face = face(SpinRedis.class, event);
            for (String bad : List.of("redis://other", "http://shop-redis", "")) {
                assertEquals(new SpinRedis.Problem.InvalidAddress(), assertThrows(SpinRedis.Failure.class, () -> face.connectionOpen(bad)).error());
            }
            SpinRedis.Connection redis = face.connectionOpen("redis://shop-redis/3");
            redis.execute("FLUSHDB", List.of());
            redis.set("text", bytes("x"));
            assertEquals(new SpinRedis.Problem.TypeError(), assertThrows(SpinRedis.Failure.class, () -> redis.sadd("text", List.of("x"))).error());
            assertEquals(new SpinRedis.Problem.Other("the server answers with the error ERR"), assertThrows(SpinRedis.Failure.class, () -> redis.incr("text")).error());
            assertInstanceOf(SpinRedis.Problem.Other.class, assertThrows(SpinRedis.Failure.class, () -> redis.set("big", new byte[2 << 20])).error());
            for (int i = 1; i < 256; i++) {
                face.connectionOpen("redis://shop-redis/3");
            }
            assertEquals(new SpinRedis.Problem.TooManyConnections(), assertThrows(SpinRedis.Failure.class, () -> face.connectionOpen("redis://shop-redis/3")).error());
        }
    }
}
