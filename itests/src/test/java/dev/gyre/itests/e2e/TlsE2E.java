package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

/** HTTPS from PEM files, with HTTP/2 for those who speak it. */
class TlsE2E {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static KeyStore keys;
    private static Path certificate;
    private static Path key;

    /** A certificate that signs itself, made with the JDK's keytool. */
    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/keytool").toString(), "-genkeypair", "-alias", "test",
                "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost", "-validity", "2",
                "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD)).inheritIO().start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Key secret = keys.getKey("test", PASSWORD);
        certificate = Files.writeString(folder.resolve("cert.pem"), pem("CERTIFICATE", keys.getCertificate("test").getEncoded()));
        key = Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", secret.getEncoded()));
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    private static TrustManagerFactory trust() throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted;
        try {
            trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        trusted.setCertificateEntry("test", keys.getCertificate("test"));
        trust.init(trusted);
        return trust;
    }

    private static HttpClient client(HttpClient.Version version) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust().getTrustManagers(), null);
        return HttpClient.newBuilder().version(version).sslContext(context).build();
    }

    @Test
    void bothVersionsOfHttpAreServedOverTls() throws GeneralSecurityException, IOException {
        App app = App.in(Files.createDirectory(folder.resolve("app"))).spin("echo", "echo-g2.wasm", "/...");
        try (Gyre gyre = app.up("--tls-cert", certificate.toString(), "--tls-key", key.toString())) {
            assertEquals("https", gyre.address().getScheme());
            for (HttpClient.Version version : HttpClient.Version.values()) {
                if (version.ordinal() <= HttpClient.Version.HTTP_2.ordinal()) {
                    try (HttpClient client = client(version)) {
                        HttpResponse<String> answer = Http.send(client, HttpRequest.newBuilder(gyre.resolve("/x?y")).build(), BodyHandlers.ofString());
                        assertEquals(version, answer.version());
                        assertTrue(answer.body().contains("header: spin-full-url: " + gyre.address() + "/x?y\n"), answer.body());
                    }
                }
            }
            try (Wire plain = new Wire(gyre.address())) {
                plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThrows(IOException.class, plain::read);
            }
        }
    }

    @Test
    void filesMayBeNamedInTheEnvironmentOrInTheSettings() throws GeneralSecurityException, IOException {
        App app = App.in(Files.createDirectory(folder.resolve("settings"))).spin("echo", "echo-g2.wasm", "/...")
                .settings("[http]\ntls-cert = \"../cert.pem\"\ntls-key = \"../key.pem\"\n");
        try (Gyre gyre = app.up(); HttpClient client = client(HttpClient.Version.HTTP_2)) {
            assertEquals(200, Http.send(client, HttpRequest.newBuilder(gyre.resolve("/x")).build(), BodyHandlers.ofString()).statusCode());
        }
    }

    /** The server trusts nobody but whom the components are to be. */
    @Test
    void componentsProveThemselvesToServersAsTheRuntimeConfigurationSays() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory proving = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        proving.init(keys, PASSWORD);
        context.init(proving.getKeyManagers(), trust().getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        });
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        Path config = Files.writeString(folder.resolve("runtime-config.toml"), """
                [[client_tls]]
                component_ids = ["g1", "g2"]
                hosts = ["localhost"]
                ca_roots_file = "cert.pem"
                client_cert_file = "cert.pem"
                client_private_key_file = "key.pem"
                """);
        App app = App.in(Files.createDirectory(folder.resolve("mutual")));
        String all = "allowed_http_hosts = [\"insecure:allow-all\"]";
        app.spin("g1", "outbound-http-g1.wasm", "/g1", all).spin("g2", "../../examples/outbound-http/outbound_http.wasm", "/g2", all)
                .spin("other", "../../examples/outbound-http/outbound_http.wasm", "/other", all);
        try (Gyre gyre = app.up("--runtime-config-file", config.toString())) {
            String url = "https://localhost:" + server.getAddress().getPort() + "/";
            for (String path : new String[] {"/g1", "/g2"}) {
                String answer = Http.get(gyre.resolve(path + "?url=" + url)).body();
                assertTrue(answer.startsWith("status: 200\n"), answer);
            }
            assertEquals("error: request-error\n", Http.get(gyre.resolve("/other?url=" + url)).body());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws IOException, GeneralSecurityException {
        java.security.KeyPairGenerator generator = java.security.KeyPairGenerator.getInstance("EC");
        Path other = Files.writeString(folder.resolve("other.pem"), pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded()));
        App app = App.in(Files.createDirectory(folder.resolve("other"))).spin("echo", "echo-g2.wasm", "/...");
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> app.up("--tls-cert", certificate.toString(), "--tls-key", other.toString()));
        assertTrue(refused.getMessage().contains("Error: " + other + ": ") && refused.getMessage().contains("is not the key of the first certificate"), refused.getMessage());
    }
}
