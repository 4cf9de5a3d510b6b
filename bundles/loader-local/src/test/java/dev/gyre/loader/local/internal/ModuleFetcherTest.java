package dev.gyre.loader.local.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.ModuleSource;

class ModuleFetcherTest {
    private static final Map<String, byte[]> CONTENT = new ConcurrentHashMap<>();
    private static final AtomicInteger REQUESTS = new AtomicInteger();
    private static HttpsServer server;
    private static HttpServer plain;
    private static SSLContext tls;

    @TempDir
    Path staging;

    @BeforeAll
    static void serve(@TempDir Path temp) throws Exception {
        tls = selfSigned(temp.resolve("keys.p12"));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        plain = HttpServer.create(any, 0);
        plain.createContext("/", exchange -> answer(exchange, 200, "plain".getBytes()));
        plain.start();
        server = HttpsServer.create(any, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            REQUESTS.incrementAndGet();
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/moved") || path.equals("/downgraded")) {
                String to = path.equals("/moved") ? "/a.wasm" : "http://127.0.0.1:" + plain.getAddress().getPort() + "/";
                exchange.getResponseHeaders().set("Location", to);
                answer(exchange, 302, new byte[0]);
            } else {
                byte[] content = CONTENT.get(path);
                answer(exchange, content == null ? 404 : 200, content == null ? new byte[0] : content);
            }
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        plain.stop(0);
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static SSLContext selfSigned(Path file) throws IOException, InterruptedException, GeneralSecurityException {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "a",
                "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", file.toString(),
                "-storepass", "secret").redirectErrorStream(true).start();
        keytool.getInputStream().transferTo(System.err);
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "secret".toCharArray());
        }
        KeyManagerFactory key = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        key.init(keys, "secret".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(key.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private Path fetch(String path, String digest) {
        URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + path);
        return new ModuleFetcher(() -> HttpClient.newBuilder().sslContext(tls).followRedirects(HttpClient.Redirect.NORMAL).build(), staging)
                .fetch(new ModuleSource.Url(url, "sha256:" + digest));
    }

    private String refusal(String path, String digest) throws IOException {
        String message = assertThrows(GyreException.class, () -> fetch(path, digest)).getMessage();
        try (var files = Files.walk(staging)) {
            assertEquals(0, files.filter(Files::isRegularFile).count());
        }
        return message;
    }

    private static String digest(byte[] content) {
        return HexFormat.of().formatHex(Sha256.digest().digest(content));
    }

    @Test
    void aModuleIsFetchedOnceAndCheckedEachTime() throws IOException {
        byte[] wasm = "a module".getBytes();
        CONTENT.put("/a.wasm", wasm);
        Path module = fetch("/a.wasm", digest(wasm));
        assertArrayEquals(wasm, Files.readAllBytes(module));
        int requests = REQUESTS.get();
        assertEquals(module, fetch("/a.wasm", digest(wasm)));
        assertEquals(requests, REQUESTS.get());
        Files.writeString(module, "changed");
        assertArrayEquals(wasm, Files.readAllBytes(fetch("/a.wasm", digest(wasm))));
        assertEquals(requests + 1, REQUESTS.get());
        assertArrayEquals(wasm, Files.readAllBytes(fetch("/moved", digest(wasm))));
    }

    @Test
    void anotherDigestIsRefused() throws IOException {
        byte[] wasm = "another module".getBytes();
        CONTENT.put("/b.wasm", wasm);
        String message = refusal("/b.wasm", "0".repeat(64));
        assertTrue(message.endsWith("/b.wasm has the digest sha256:" + digest(wasm) + ", but the manifest says sha256:" + "0".repeat(64)), message);
    }

    @Test
    void failuresNameTheUrl() throws IOException {
        assertTrue(refusal("/none.wasm", "0".repeat(64)).endsWith("/none.wasm cannot be fetched: the server answered 404"));
        assertTrue(refusal("/downgraded", digest("plain".getBytes())).endsWith("/downgraded cannot be fetched: the server answered 302"));
    }

    @Test
    void tooLargeModulesAreRefused() throws IOException {
        CONTENT.put("/large.wasm", new byte[1 << 20]);
        URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/large.wasm");
        ModuleFetcher fetcher = new ModuleFetcher(() -> HttpClient.newBuilder().sslContext(tls).build(), staging, 1000);
        String message = assertThrows(GyreException.class, () -> fetcher.fetch(new ModuleSource.Url(url, "sha256:" + "0".repeat(64)))).getMessage();
        assertTrue(message.endsWith("/large.wasm cannot be fetched: body exceeds capacity: 1000"), message);
    }
}
