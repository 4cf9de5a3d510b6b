package dev.gyre.host.variables.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.sun.net.httpserver.HttpServer;

import dev.gyre.api.GyreException;
import dev.gyre.test.Configured;

class ProvidersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"A=1 | 1", "export A=1 | 1", "  A = 1 2  | 1 2", "A=\"x # y\" # z | x # y", "A='x\\n' | x\\n", "A=x # y | x", "A=x#y | x#y", "A= | ``",
        "A=\"un | \"un", "A=\"q\\\"q\" | q\"q"})
    void linesOfDotenvFiles(String line, String value) {
        assertEquals(Optional.of(value), Optional.ofNullable(DotenvProvider.parse("# A=0\n\nnonsense\n" + line + "\n").get("A")));
    }

    @Test
    void aDotenvFileMayComeChangeAndGo() throws IOException {
        Path file = folder.resolve(".env");
        DotenvProvider provider = new DotenvProvider(file, "SPIN_VARIABLE");
        assertEquals(Optional.empty(), provider.get("shop", "token"));
        Files.writeString(file, "SPIN_VARIABLE_TOKEN=one\nTOKEN=other\n");
        assertEquals(Optional.of("one"), provider.get("shop", "token"));
        Files.writeString(file, "SPIN_VARIABLE_TOKEN=two\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(12_345));
        assertEquals(Optional.of("two"), provider.get("shop", "token"));
        Files.delete(file);
        assertEquals(Optional.empty(), provider.get("shop", "token"));
    }

    @Test
    void anOperatorsValuesAreForOneApplicationOrAll() {
        StaticProvider all = new StaticProvider(Configured.of(StaticConfig.class, Map.of("values", new String[] {"token=a=b", "empty="})), Map.of());
        assertEquals(Optional.of("a=b"), all.get("shop", "token"));
        assertEquals(Optional.of(""), all.get("shop", "empty"));
        assertEquals(Optional.empty(), all.get("shop", "other"));
        StaticProvider one = new StaticProvider(Configured.of(StaticConfig.class, Map.of("values", new String[] {"token=x"}, "application", "shop")), Map.of());
        assertEquals(Optional.of("x"), one.get("shop", "token"));
        assertEquals(Optional.empty(), one.get("blog", "token"));
        String message = assertThrows(GyreException.class,
                () -> new StaticProvider(Configured.of(StaticConfig.class, Map.of("values", new String[] {"s3cret"})), Map.of())).getMessage();
        assertEquals("configuration dev.gyre.host.variables.static: values: must be name=value each, but the value after 0 others is not; it may be secret and is not shown", message);
        String key = assertThrows(GyreException.class, () -> new StaticProvider(Configured.of(StaticConfig.class, Map.of()), Map.of("value", "s3cret"))).getMessage();
        assertEquals("configuration dev.gyre.host.variables.static: value: unknown field; did you mean \"values\"? allowed here: application, values", key);
    }

    @Test
    void changedValuesHoldForWhoAsksNextUnlessTheyCannotBeUsed() {
        StaticProvider provider = new StaticProvider(Configured.of(StaticConfig.class, Map.of("values", new String[] {"token=one"})), Map.of());
        provider.modified(Configured.of(StaticConfig.class, Map.of("values", new String[] {"token=two", "nonsense"})), Map.of());
        provider.modified(Configured.of(StaticConfig.class, Map.of("values", new String[] {"token=two"})), Map.of("value", "token=two"));
        assertEquals(Optional.of("one"), provider.get("shop", "token"));
        provider.modified(Configured.of(StaticConfig.class, Map.of("values", new String[] {"token=two"}, "application", "blog")), Map.of());
        assertEquals(Optional.empty(), provider.get("shop", "token"));
        assertEquals(Optional.of("two"), provider.get("blog", "token"));
    }

    @Test
    void vaultIsAskedAsSpinAsksIt() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("X-Vault-Token"));
            String path = exchange.getRequestURI().getPath();
            String key = path.substring(path.lastIndexOf('/') + 1);
            String text = switch (key) {
                case "token" -> "{\"data\": {\"data\": {\"other\": 1, \"value\": \"s3cret\"}, \"metadata\": {\"value\": \"no\"}}}";
                case "number" -> "{\"data\": {\"data\": {\"value\": 5}}}";
                case "broken" -> "{\"data\": {\"data\": s3cret";
                default -> "{\"errors\": [\"s3cret\"]}";
            };
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(key.equals("missing") ? 404 : key.equals("sealed") ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        VaultProvider vault = new VaultProvider(Configured.of(VaultConfig.class, Map.of("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/", "token", "root",
                "prefix", "/apps/shop/")), Map.of());
        try {
            assertEquals(Optional.of("s3cret"), vault.get("shop", "token"));
            assertEquals(List.of("/v1/secret/data/apps/shop/token root"), asked);
            for (Map<String, Object> unusable : List.<Map<String, Object>>of(Map.of("url", "vault.example", "token", "other"), Map.of("url", "http://127.0.0.1:1"),
                    Map.of("token", "other"))) {
                vault.modified(Configured.of(VaultConfig.class, unusable), Map.of());
                assertEquals(Optional.of("s3cret"), vault.get("shop", "token"));
            }
            vault.modified(Configured.of(VaultConfig.class, Map.of("url", "http://127.0.0.1:" + server.getAddress().getPort(), "token", "other", "mount", "kv")), Map.of());
            assertEquals(Optional.of("s3cret"), vault.get("shop", "token"));
            assertEquals("/v1/kv/data/token other", asked.getLast());
            assertEquals(Optional.empty(), vault.get("shop", "missing"));
            assertEquals(Optional.empty(), vault.get("shop", "number"));
            for (String key : List.of("sealed", "broken")) {
                GyreException e = assertThrows(GyreException.class, () -> vault.get("shop", key));
                assertFalse(e.getMessage().contains("s3cret") || e.getMessage().contains("root"), e.getMessage());
            }
        } finally {
            server.stop(0);
            vault.close();
        }
        assertThrows(GyreException.class, () -> new VaultProvider(Configured.of(VaultConfig.class, Map.of("url", "http://127.0.0.1:1", "token", "root")), Map.of()).get("shop", "token"));
        assertThrows(GyreException.class, () -> new VaultProvider(Configured.of(VaultConfig.class, Map.of("url", "vault.example", "token", "root")), Map.of()));
    }
}
