package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.config.ConfigException;
import dev.gyre.http.listener.HttpLimits;
import dev.gyre.http.listener.ListenAddress;
import dev.gyre.trigger.http.internal.config.HttpBinding;
import dev.gyre.trigger.http.internal.config.HttpConfig;
import dev.gyre.trigger.http.internal.route.RoutingRule;

class ConfigurationTest {
    private static String refusal(TestApp.Builder app) {
        return assertThrows(ConfigException.class, () -> app.trigger().configure(app.context())).getMessage();
    }

    private static TestApp.Builder app() {
        return new TestApp.Builder().component("a", "/a", x -> { });
    }

    @Test
    void defaultsAreSpins() {
        HttpConfig config = HttpConfig.read(new dev.gyre.api.trigger.TriggerContext(app().context().bindings(), java.util.Optional.empty(),
                Tables.table("http"), Map.of(), app().context().execution()));
        assertEquals("127.0.0.1:3000", config.listen().toString());
        assertEquals("/", config.base());
        assertEquals(RoutingRule.EXACT_THEN_LONGEST, config.routing());
        assertEquals(HttpLimits.DEFAULT, config.limits());
        HttpBinding binding = config.bindings().getFirst();
        HttpBinding.ByComponent answer = (HttpBinding.ByComponent) binding.answer();
        assertEquals("spin", answer.type());
        assertEquals("spin", answer.table().requiredString("type"));
    }

    @Test
    void settingsAreReadAndOptionsWinOverThem() {
        HttpConfig config = HttpConfig.read(app()
                .settings("listen", "0.0.0.0:80", "routing", "last-wins", "access-log", "on", "max-body", "1 MiB", "max-response", "2 GiB", "max-head", 8192L,
                        "max-headers", 50L, "max-connections", 10L, "idle-timeout", "5s", "body-timeout", "1m", "min-rate", "1 KiB", "drain", "1s")
                .option("listen", "[::1]:8080").option("access-log", "off").context());
        assertEquals(new ListenAddress("::1", 8080), config.listen());
        assertEquals(RoutingRule.LAST_WINS, config.routing());
        assertEquals(false, config.accessLog());
        assertEquals(new HttpLimits(1 << 20, 2L << 30, 8192, 50, 10, Duration.ofSeconds(5), Duration.ofMinutes(1), 1024, Duration.ofSeconds(1)), config.limits());
    }

    static Stream<Arguments> refusedSettings() {
        return Stream.of(
                Arguments.of("routing", "first-wins", "spin.toml:10:5: http.routing: must be one of \"last-wins\", \"exact-then-longest\", \"best-match\", but is \"first-wins\""),
                Arguments.of("max-bodi", 1L, "spin.toml:10:5: http.max-bodi: unknown field; did you mean \"max-body\"?"),
                Arguments.of("max-head", 10L, "http.max-head: must be between 1024 and 1048576, but is 10"),
                Arguments.of("max-headers", 0L, "http.max-headers: must be between 1 and 10000, but is 0"),
                Arguments.of("max-connections", -1L, "http.max-connections: must be between 1 and"),
                Arguments.of("idle-timeout", "0s", "http.idle-timeout: must be between 1ms and 24h, but is \"0s\""),
                Arguments.of("body-timeout", 5L, "http.body-timeout: must be a time such as"),
                Arguments.of("access-log", "yes", "http.access-log: must be \"on\" or \"off\", but is \"yes\""),
                Arguments.of("listen", "3000", "http.listen: must be host:port such as"),
                Arguments.of("tls-cert", "a.pem", "http.tls-cert: \"tls-key\" is missing"),
                Arguments.of("tls-key", "a.pem", "http.tls-key: \"tls-cert\" is missing"));
    }

    @ParameterizedTest
    @MethodSource("refusedSettings")
    void wrongSettingsAreRefusedWithTheirPlace(String key, Object value, String message) {
        String refusal = refusal(app().settings(key, value));
        assertTrue(refusal.contains(message), refusal);
    }

    @Test
    void wrongOptionsAreRefusedByName() {
        assertTrue(refusal(app().option("listen", "localhost")).startsWith("option --listen: must be host:port such as \"127.0.0.1:3000\""));
        assertTrue(refusal(app().option("lisen", "x")).contains("unknown field; did you mean \"listen\"?"));
        assertTrue(refusal(app().option("tls-key", "x")).contains("\"tls-cert\" is missing"));
    }

    @Test
    void bindingsNeedARouteAndAnExecutorWithAType() {
        assertTrue(refusal(new TestApp.Builder().binding("a", Tables.table("component[0].trigger")))
                .contains("spin.toml:9:1: component[0].trigger.route: required field is missing"));
        assertTrue(refusal(new TestApp.Builder().binding("a", Tables.table("t", "route", 5L))).contains("t.route: must be a string, but is 5"));
        assertTrue(refusal(new TestApp.Builder().binding("a", Tables.table("t", "route", "/", "executor", "wagi"))).contains("t.executor: must be a table"));
        assertTrue(refusal(new TestApp.Builder().binding("a", Tables.table("t", "route", "/", "executor", Tables.table("t.executor", "argv", "x"))))
                .contains("t.executor.type: required field is missing"));
    }

    @Test
    void extraKeysAreToleratedInManifestV1Only() {
        TestApp.Builder v1 = new TestApp.Builder().binding("a", Tables.table("t", "route", "/", "extra", 1L));
        assertEquals(1, HttpConfig.read(v1.context()).bindings().size());
        assertTrue(refusal(v1.manifest(2)).contains("t.extra: unknown field"));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:3000,127.0.0.1,3000", "localhost:0,localhost,0", "[::1]:80,::1,80", "[fe80::1%eth0]:65535,fe80::1%eth0,65535", "my-host.example:8080,my-host.example,8080"})
    void listenAddressesAreHostAndPort(String text, String host, int port) {
        assertEquals(new ListenAddress(host, port), ListenAddress.parse(text).orElseThrow());
        assertEquals(text, ListenAddress.parse(text).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3000", ":3000", "localhost", "localhost:", "localhost:65536", "localhost:-1", "::1:80", "[::1]", "http://localhost:80", "a b:80", "localhost:80/"})
    void otherListenAddressesAreNone(String text) {
        assertTrue(ListenAddress.parse(text).isEmpty());
    }
}
