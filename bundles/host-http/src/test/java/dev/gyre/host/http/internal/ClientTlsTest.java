package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.WitResult;
import dev.gyre.host.rig.Apps;
import dev.gyre.host.rig.TestEvent;
import dev.gyre.manifest.internal.TomlManifestReader;
import dev.gyre.wasi.backend.http.Fields;
import dev.gyre.wasi.backend.http.FutureIncomingResponse;
import dev.gyre.wasi.backend.http.HttpScheme;
import dev.gyre.wasi.backend.http.OutgoingRequest;
import dev.gyre.wasi.backend.stream.Poll;

/** {@code [[client_tls]]}, against a server with an authority of its own that wants to know who its clients are. */
class ClientTlsTest {
    private static final String PASSWORD = "changeit";
    private static final String URL = "https://secure.example/";
    private static final String MUTUAL = """
            [[client_tls]]
            component_ids = ["cart", "mail"]
            hosts = ["secure.example"]
            ca_roots_file = "tls/ca.pem"
            client_cert_file = "tls/client.pem"
            client_private_key_file = "tls/client.key"
            """;

    @TempDir
    static Path folder;
    private static RawServer server;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectory(folder.resolve("tls"));
        keytool("-genkeypair", "-keyalg", "EC", "-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c", "-keystore", "ca.p12");
        signed("server", "san=dns:secure.example,dns:other.example");
        signed("client", "eku=clientAuth");
        KeyStore ca = store("ca.p12");
        KeyStore client = store("client.p12");
        pem("ca.pem", "CERTIFICATE", ca.getCertificate("ca").getEncoded());
        List<byte[]> chain = new ArrayList<>();
        for (Certificate certificate : client.getCertificateChain("client")) {
            chain.add(certificate.getEncoded());
        }
        pem("client.pem", "CERTIFICATE", chain.toArray(byte[][]::new));
        pem("client.key", "PRIVATE KEY", client.getKey("client", PASSWORD.toCharArray()).getEncoded());
        pem("ca.key", "PRIVATE KEY", ((Key) ca.getKey("ca", PASSWORD.toCharArray())).getEncoded());
        Files.writeString(folder.resolve("tls/text"), "no certificate");
        pem("broken.pem", "CERTIFICATE", new byte[20]);
        server = new RawServer(listener(store("server.p12"), ca), (request, out) -> out.write(RawServer.ok("sealed").getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static SSLServerSocket listener(KeyStore keys, KeyStore trusted) throws Exception {
        KeyManagerFactory proving = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        proving.init(keys, PASSWORD.toCharArray());
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("ca", trusted.getCertificate("ca"));
        TrustManagerFactory trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusting.init(roots);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(proving.getKeyManagers(), trusting.getTrustManagers(), null);
        SSLServerSocket listener = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        listener.setNeedClientAuth(true);
        return listener;
    }

    /** A key in a store of its own, certified by the authority. */
    private static void signed(String name, String extension) throws Exception {
        String store = name + ".p12";
        keytool("-genkeypair", "-keyalg", "EC", "-alias", name, "-dname", "CN=" + name, "-keystore", store);
        keytool("-certreq", "-alias", name, "-file", name + ".csr", "-keystore", store);
        keytool("-gencert", "-alias", "ca", "-infile", name + ".csr", "-outfile", name + ".crt", "-ext", extension, "-keystore", "ca.p12");
        keytool("-exportcert", "-alias", "ca", "-file", "ca.crt", "-keystore", "ca.p12");
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", "ca.crt", "-keystore", store);
        keytool("-importcert", "-noprompt", "-alias", name, "-file", name + ".crt", "-keystore", store);
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Path log = folder.resolve("keytool.log");
        assertEquals(0, new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor(), () -> text(log));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static void pem(String name, String kind, byte[]... blocks) throws IOException {
        StringBuilder out = new StringBuilder();
        for (byte[] block : blocks) {
            out.append("-----BEGIN ").append(kind).append("-----\n").append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(block))
                    .append("\n-----END ").append(kind).append("-----\n");
        }
        Files.writeString(folder.resolve("tls").resolve(name), out.toString());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Application app(String toml) {
        return Apps.app(Apps.component("cart", Map.of()), Apps.component("mail", Map.of()), Apps.component("search", Map.of()))
                .withRuntimeConfig(new TomlManifestReader().table(toml, folder.resolve("rc.toml").toString()));
    }

    /** What requests of components get, one after the other with the same client. */
    private static List<String> get(String toml, String... componentsAndUrls) {
        OutboundRules rules = (scheme, host, port) -> List.of(server.address());
        HttpClients clients = new HttpClients((application, component) -> rules, HttpSettings.DEFAULT, new SslContextFactory.Client());
        List<String> out = new ArrayList<>();
        try {
            Application app = app(toml);
            clients.check(app, ClientTlsTable.SECTION);
            for (int i = 0; i < componentsAndUrls.length; i += 2) {
                String url = componentsAndUrls[i + 1];
                ClientTlsTable table = ClientTlsTable.read(app.runtimeConfig());
                Requester requester = new Requester("shop/" + componentsAndUrls[i], ConnectionRules.NONE, table.of(app.component(componentsAndUrls[i]).orElseThrow()));
                OutboundHttp http = new OutboundHttp(requester, rules, clients);
                try {
                    out.add(ClientFixture.text(http.send(new TestEvent(), () -> new OutboundHttp.GuestRequest("GET", url, List.of(), new byte[0]))));
                } catch (OutboundFailure e) {
                    assertTrue(e.getMessage().contains("SSLHandshakeException"), e.getMessage());
                    out.add("refused");
                }
            }
        } finally {
            clients.close();
        }
        return out;
    }

    @Test
    void aComponentProvesItselfToTheHostsThatAreNamedAndToNoOthers() {
        assertEquals(List.of("sealed", "sealed", "refused", "refused"), get(MUTUAL, "cart", URL, "mail", URL, "search", URL, "cart", "https://other.example/"));
    }

    @Test
    void whoDoesNotProveItselfIsRefusedByTheServer() {
        assertThrows(OutboundFailure.class, () -> {
            OutboundRules rules = (scheme, host, port) -> List.of(server.address());
            HttpClients clients = new HttpClients((application, component) -> rules, HttpSettings.DEFAULT, new SslContextFactory.Client());
            try {
                Application app = app("[[client_tls]]\ncomponent_ids = ['cart']\nhosts = ['secure.example']\nca_roots_file = 'tls/ca.pem'");
                OutboundHttp http = new OutboundHttp(new Requester("shop/cart", ConnectionRules.NONE, ClientTlsTable.read(app.runtimeConfig()).of(app.component("cart").orElseThrow())),
                        rules, clients);
                http.send(new TestEvent(), () -> new OutboundHttp.GuestRequest("GET", URL, List.of(), new byte[0])).close();
            } finally {
                clients.close();
            }
        });
    }

    @Test
    void requestsThatStreamProveThemselvesLikewise() throws Exception {
        OutboundRules rules = (scheme, host, port) -> List.of(server.address());
        HttpClients clients = new HttpClients((application, component) -> rules, HttpSettings.DEFAULT, new SslContextFactory.Client());
        Application app = app(MUTUAL);
        List<Boolean> answered = new ArrayList<>();
        for (String component : List.of("cart", "search")) {
            Requester requester = new Requester("shop/" + component, ConnectionRules.NONE, ClientTlsTable.read(app.runtimeConfig()).of(app.component(component).orElseThrow()));
            try (OutgoingHandler handler = new OutgoingHandler(requester, rules, clients, new TestEvent())) {
                OutgoingRequest request = new OutgoingRequest(new Fields());
                request.setScheme(Optional.of(new HttpScheme.Https()));
                request.setAuthority(Optional.of("secure.example"));
                FutureIncomingResponse future = handler.handle(request, Optional.empty());
                Poll.await(future.subscribe(), Long.MAX_VALUE);
                answered.add(future.get().orElseThrow() instanceof WitResult.Ok<?, ?> ok && ok.value().orElseThrow() instanceof WitResult.Ok);
            }
        }
        clients.close();
        assertEquals(List.of(true, false), answered);
    }

    @Test
    void theFirstTableForAComponentAndHostCountsAndUsualRootsAreTrustedBeside() {
        String usual = MUTUAL.replace("ca_roots_file", "ca_use_webpki_roots = true\nca_roots_file");
        assertEquals(List.of("sealed"), get(usual + MUTUAL.replace("tls/ca.pem", "tls/client.pem"), "cart", URL));
        assertEquals(List.of("refused"), get("[[client_tls]]\ncomponent_ids = ['cart']\nhosts = ['secure.example']\nca_use_platform_roots = true\n" + usual, "cart", URL));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "ca_roots_file = 'tls/none.pem'                                                     | 4:1: client_tls[0].ca_roots_file: FOLDER/tls/none.pem: there is no such file",
        "ca_roots_file = 'tls/text'                                                         | 4:1: client_tls[0].ca_roots_file: FOLDER/tls/text: has no certificate in PEM form (\"-----BEGIN CERTIFICATE-----\")",
        "ca_roots_file = 'tls/broken.pem'                                                   | 4:1: client_tls[0].ca_roots_file: FOLDER/tls/broken.pem: has a damaged certificate",
        "client_cert_file = 'tls/client.pem'                                                | 4:1: client_tls[0].client_cert_file: needs client_private_key_file, too",
        "client_private_key_file = 'tls/client.key'                                         | 4:1: client_tls[0].client_private_key_file: needs client_cert_file, too",
        "client_cert_file = 'tls/client.pem'\nclient_private_key_file = 'tls/client.pem'    | 5:1: client_tls[0].client_private_key_file: FOLDER/tls/client.pem: has no private key",
        "client_cert_file = 'tls/client.pem'\nclient_private_key_file = 'tls/ca.key'        | 5:1: client_tls[0].client_private_key_file: FOLDER/tls/ca.key: is not the key of the first certificate in tls/client.pem",
        "ca_use_platform_roots = false                                                      | 4:1: client_tls[0].ca_use_platform_roots: nobody would be trusted; name those who are with ca_roots_file",
        "ca_root_file = 'x'                                                                 | 4:1: client_tls[0].ca_root_file: unknown field; did you mean \"ca_roots_file\"?"})
    void mistakesAreToldWithFileLineAndKey(String line) {
        String[] parts = line.split(" +\\| ", 2);
        String message = assertThrows(ConfigException.class, () -> get("[[client_tls]]\ncomponent_ids = ['cart']\nhosts = ['secure.example']\n" + parts[0])).getMessage();
        String expected = folder.resolve("rc.toml") + ":" + parts[1].replace("FOLDER", folder.toString());
        assertTrue(message.startsWith(expected), message);
    }

    @Test
    void hostsAndComponentsAreChecked() {
        String at = folder.resolve("rc.toml") + ":";
        String unknown = "client_tls = [{ component_ids = ['carts', 'cart'], hosts = ['a'] }]";
        assertEquals(List.of(at + "1:17: client_tls[0].component_ids: the application has no component \"carts\"; did you mean \"cart\"? there are: cart, mail, search"),
                ClientTlsTable.unknownComponents(app(unknown)).stream().map(ConfigException::getMessage).toList());
        assertEquals(List.of(), get(unknown)); // as Spin, which ignores it
        for (String host : List.of("https://a", "a:443", "")) {
            assertTrue(assertThrows(ConfigException.class, () -> get("client_tls = [{ component_ids = ['cart'], hosts = ['" + host + "'] }]")).getMessage()
                    .contains("client_tls[0].hosts: \"" + host + "\" is no host"));
        }
        assertTrue(assertThrows(ConfigException.class, () -> get("client_tls = [{ component_ids = ['cart'], hosts = [] }]")).getMessage()
                .endsWith("client_tls[0].hosts: at least one must be named"));
    }

    @Test
    void theFilesAreKnown() {
        assertEquals(List.of("ca.pem", "client.pem", "client.key"), ClientTlsTable.files(app(MUTUAL).runtimeConfig()).stream().map(f -> f.getFileName().toString()).toList());
    }
}
