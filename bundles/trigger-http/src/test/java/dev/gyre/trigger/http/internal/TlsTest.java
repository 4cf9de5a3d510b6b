package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.http.HttpFields;

class TlsTest {
    private static final Path FILES = Path.of("src/test/resources/tls");

    private static TestApp.Builder app(Path certificate, Path key) {
        return new TestApp.Builder().option("tls-cert", certificate.toString()).option("tls-key", key.toString())
                .component("a", "/...", x -> x.response().send(200, HttpFields.EMPTY, (x.request().url() + " " + x.request().protocol()).getBytes()));
    }

    /** Trusts one certificate. */
    static SSLContext trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry("test", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @ParameterizedTest
    @CsvSource({"rsa, rsa.pkcs8", "rsa, rsa.pkcs1", "ec, ec.pkcs8", "ec, ec.sec1", "ed25519, ed25519.pkcs8"})
    void servesHttp1AndHttp2WithEveryKindOfKey(String certificate, String key) throws Exception {
        Path cert = FILES.resolve(certificate + ".cert.pem");
        try (TestApp app = app(cert, FILES.resolve(key + ".pem")).start()) {
            assertTrue(app.announcement().getFirst().startsWith("Serving https://127.0.0.1:"));
            for (HttpClient.Version version : HttpClient.Version.values()) {
                try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(cert)).version(version).build()) {
                    HttpResponse<String> answer = client.send(HttpRequest.newBuilder(app.uri("/x?y")).build(), BodyHandlers.ofString());
                    assertEquals(version, answer.version());
                    assertEquals(app.uri("/x?y") + (version == HttpClient.Version.HTTP_2 ? " HTTP/2.0" : " HTTP/1.1"), answer.body());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.cert.pem, missing.pem,     missing.pem: tls-key: there is no such file",
        "missing.pem,  rsa.pkcs8.pem,   missing.pem: tls-cert: there is no such file",
        "rsa.cert.pem, ec.pkcs8.pem,    ec.pkcs8.pem: tls-key: is not the key of the first certificate",
        "ec.cert.pem,  rsa.pkcs8.pem,   rsa.pkcs8.pem: tls-key: is not the key of the first certificate",
        "rsa.cert.pem, rsa.cert.pem,    rsa.cert.pem: tls-key: has no private key in PEM form",
        "rsa.cert.pem, rsa.encrypted.pem, rsa.encrypted.pem: tls-key: has a key of a kind that is not supported",
        "rsa.pkcs8.pem, rsa.pkcs8.pem,  rsa.pkcs8.pem: tls-cert: has",
    })
    void filesThatCannotBeUsedAreRefusedBeforeAnythingStarts(String certificate, String key, String message) {
        TestApp.Builder app = app(FILES.resolve(certificate), FILES.resolve(key));
        ConfigException e = assertThrows(ConfigException.class, () -> app.trigger().configure(app.context()));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"RSA PRIVATE KEY, MAA=", "EC PRIVATE KEY, MIID", "EC PRIVATE KEY, MAA=", "PRIVATE KEY, AAAA", "EC PRIVATE KEY, MP////8A", "PRIVATE KEY, ''"})
    void damagedKeysAreRefused(String label, String content, @TempDir Path dir) throws Exception {
        Path key = Files.writeString(dir.resolve("key.pem"), "-----BEGIN " + label + "-----\n" + content + "\n-----END " + label + "-----\n");
        TestApp.Builder app = app(FILES.resolve("rsa.cert.pem"), key);
        ConfigException e = assertThrows(ConfigException.class, () -> app.trigger().configure(app.context()));
        assertTrue(e.getMessage().contains("key.pem: tls-key: "), e.getMessage());
    }

    @Test
    void plainRequestsToATlsListenerGetNothing() throws Exception {
        try (TestApp app = app(FILES.resolve("ec.cert.pem"), FILES.resolve("ec.pkcs8.pem")).start(); HttpClient client = HttpClient.newHttpClient()) {
            URI plain = URI.create(app.uri("/").toString().replace("https", "http"));
            assertThrows(java.io.IOException.class, () -> client.send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString()));
        }
    }
}
