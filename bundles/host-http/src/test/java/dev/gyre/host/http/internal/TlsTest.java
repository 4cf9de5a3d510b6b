package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.host.OutboundRules;
import dev.gyre.host.rig.TestEvent;

class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;
    private static KeyStore keys;
    private static RawServer server;

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("keys.p12");
        int made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC", "-alias", "a",
                "-dname", "CN=secure.example", "-ext", "san=dns:secure.example", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD)
                .inheritIO().start().waitFor();
        assertEquals(0, made);
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        SSLServerSocket listener = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        server = new RawServer(listener, (request, out) -> out.write(RawServer.ok("sealed").getBytes(StandardCharsets.ISO_8859_1)));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String get(String url, SslContextFactory.Client tls) {
        OutboundRules rules = (scheme, host, port) -> List.of(server.address());
        HttpClients clients = new HttpClients((application, component) -> rules, HttpSettings.DEFAULT, tls);
        try {
            OutboundHttp http = new OutboundHttp(new Requester("shop/cart"), rules, clients);
            return ClientFixture.text(http.send(new TestEvent(), () -> new OutboundHttp.GuestRequest("GET", url, List.of(), new byte[0])));
        } finally {
            clients.close();
        }
    }

    private static SslContextFactory.Client trusting() {
        SslContextFactory.Client tls = new SslContextFactory.Client();
        tls.setTrustStore(keys);
        return tls;
    }

    @Test
    void aServerIsVerifiedByTheNameOfTheUrlNotByItsAddress() {
        assertEquals("sealed", get("https://secure.example/", trusting()));
        assertEquals("secure.example", server.last().header("host"));
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        int before = server.seen.size();
        OutboundFailure e = assertThrows(OutboundFailure.class, () -> get("https://other.example/", trusting()));
        assertEquals(OutboundFailure.Kind.REQUEST, e.kind());
        assertTrue(e.getMessage().contains("SSLHandshakeException"), e.getMessage());
        assertEquals(before, server.seen.size());
    }

    @Test
    void aServerNobodyVouchesForIsRefused() {
        OutboundFailure e = assertThrows(OutboundFailure.class, () -> get("https://secure.example/", new SslContextFactory.Client()));
        assertEquals(OutboundFailure.Kind.REQUEST, e.kind());
    }
}
