package dev.gyre.bindle.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.bindle.Invoice;
import dev.gyre.bindle.SemanticVersion;
import dev.gyre.manifest.internal.TomlManifestReader;
import dev.gyre.test.Configured;
import dev.gyre.test.FreePort;

/** The protocol's rules, one by one, over HTTP. */
class BindleServerTest {
    private static final String RED = "23f310b54076878fd4c36f0c60ec92011a8b406349b98dd37d08577d17397de5"; // "a red one"
    private static final String TOML = "application/toml";
    private static final BindleServerSettings.Address LOCAL = new BindleServerSettings.Address("127.0.0.1", 0);

    @TempDir
    Path temp;
    private final HttpClient client = HttpClient.newHttpClient();
    private BindleServer server;

    @BeforeEach
    void start() {
        server = server(Optional.empty(), true);
    }

    private BindleServer server(Optional<String> credentials, boolean anonymousGet) {
        return new BindleServer(new BindleServerSettings(temp, LOCAL, credentials, anonymousGet, 1 << 20), new TomlManifestReader());
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private static String invoice(String name, String version, String more) {
        return """
                bindleVersion = "1.0.0"
                [bindle]
                name = "%s"
                version = "%s"
                [[parcel]]
                label = { sha256 = "%s", mediaType = "text/plain", name = "chip.txt", size = 9 }
                """.formatted(name, version, RED) + more;
    }

    private HttpResponse<String> send(String method, String path, String type, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path)).header("Content-Type", type);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private int status(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, TOML, body).statusCode();
    }

    private ConfigTable table(HttpResponse<String> response) {
        return new TomlManifestReader().table(response.body(), "answer");
    }

    private List<String> found(String query) throws IOException, InterruptedException {
        return table(send("GET", "/_q" + query, TOML, "")).tables("invoices").stream().map(i -> Invoice.read(i).id().toString()).toList();
    }

    @Test
    void aBindleIsCreatedFilledAndRead() throws Exception {
        HttpResponse<String> created = send("POST", "/_i", TOML, invoice("a/b", "1.0.0", ""));
        assertEquals(202, created.statusCode());
        assertEquals(TOML, created.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("a/b", table(created).requiredTable("invoice").requiredTable("bindle").requiredString("name"));
        assertEquals(RED, table(created).tables("missing").getFirst().requiredString("sha256"));
        assertEquals(1, table(send("GET", "/_r/missing/a/b/1.0.0", TOML, "")).tables("missing").size());
        assertEquals(404, status("GET", "/_i/a/b/1.0.0@" + RED, ""));
        assertEquals(200, send("POST", "/_i/a/b/1.0.0@" + RED, "application/octet-stream", "a red one").statusCode());
        HttpResponse<String> parcel = send("GET", "/_i/a/b/1.0.0@" + RED, TOML, "");
        assertEquals("a red one", parcel.body());
        assertEquals("text/plain", parcel.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(0, table(send("GET", "/_r/missing/a/b/1.0.0", TOML, "")).tables("missing").size());
        assertEquals(9, send("HEAD", "/_i/a/b/1.0.0@" + RED, TOML, "").headers().firstValueAsLong("Content-Length").orElseThrow());
        assertEquals(200, status("HEAD", "/_i/a/b/1.0.0", ""));
        assertEquals(201, status("POST", "/_i", invoice("a/b", "1.0.1", "")), "its parcel is there already");
        server.close();
        server = server(Optional.empty(), true);
        assertEquals("a red one", send("GET", "/_i/a/b/1.0.0@" + RED, TOML, "").body(), "after a restart");
    }

    @Test
    void nothingChangesOnceItIsThere() throws Exception {
        assertEquals(202, status("POST", "/_i", invoice("a", "1.0.0", "")));
        HttpResponse<String> again = send("POST", "/_i", TOML, invoice("a", "1.0.0", "[annotations]\nx = \"y\"\n"));
        assertEquals(409, again.statusCode());
        assertEquals("resource already exists", table(again).requiredString("error"));
        assertEquals(200, status("POST", "/_i/a/1.0.0@" + RED, "a red one"));
        assertEquals(409, status("POST", "/_i/a/1.0.0@" + RED, "a red one"));
        assertFalse(send("GET", "/_i/a/1.0.0", TOML, "").body().contains("annotations"));
    }

    @Test
    void parcelsAreWhatTheInvoiceSays() throws Exception {
        status("POST", "/_i", invoice("a", "1.0.0", ""));
        assertEquals("digest does not match", table(send("POST", "/_i/a/1.0.0@" + RED, TOML, "a red two")).requiredString("error"));
        assertEquals("parcel size does not match invoice", table(send("POST", "/_i/a/1.0.0@" + RED, TOML, "a red one!")).requiredString("error"));
        assertEquals(404, status("POST", "/_i/a/1.0.0@" + RED.replace('2', '3'), "x"));
        assertEquals(404, status("POST", "/_i/b/1.0.0@" + RED, "a red one"));
        try (Stream<Path> left = Files.list(temp.resolve("parts"))) {
            assertEquals(0, left.count());
        }
        assertEquals(413, status("POST", "/_i", invoice("big", "1.0.0", "").replace("size = 9", "size = 1048577")));
    }

    @Test
    void aYankedBindleIsOnlyForWhoInsists() throws Exception {
        status("POST", "/_i", invoice("a", "1.0.0", ""));
        assertEquals(200, status("DELETE", "/_i/a/1.0.0", ""));
        assertEquals(200, status("DELETE", "/_i/a/1.0.0", ""), "a second time does nothing");
        assertEquals(403, status("GET", "/_i/a/1.0.0", ""));
        assertTrue(table(send("GET", "/_i/a/1.0.0?yanked=true", TOML, "")).bool("yanked").orElseThrow());
        assertEquals(403, status("GET", "/_r/missing/a/1.0.0", ""));
        assertEquals(403, status("POST", "/_i/a/1.0.0@" + RED, "a red one"));
        assertEquals(409, status("POST", "/_i", invoice("a", "1.0.0", "")), "its name stays taken");
        assertEquals(422, status("POST", "/_i", "yanked = true\n" + invoice("b", "1.0.0", "")));
        assertEquals(404, status("DELETE", "/_i/b/1.0.0", ""));
        assertEquals(List.of(), found("?q=a"));
        assertEquals(List.of("a/1.0.0"), found("?q=a&yanked=true"));
    }

    @Test
    void queriesFindNamesAndVersions() throws Exception {
        for (String id : List.of("foo/bar/baz 1.0.0", "hello/foo/bar/baz/goodbye 1.2.0", "foo/hello/bar/baz 2.0.0-rc.1", "foo-bar-baz 0.3.1", "other 1.0.0")) {
            assertEquals(202, status("POST", "/_i", invoice(id.split(" ")[0], id.split(" ")[1], "")));
        }
        assertEquals(List.of("foo/bar/baz/1.0.0", "hello/foo/bar/baz/goodbye/1.2.0"), found("?q=foo/bar/baz"));
        assertEquals(4, found("?q=foo%20bar%20baz").size());
        assertEquals(List.of("foo/bar/baz/1.0.0", "hello/foo/bar/baz/goodbye/1.2.0"), found("?q=foo&v=%5E1"));
        assertEquals(List.of("foo/hello/bar/baz/2.0.0-rc.1"), found("?q=foo&v=2.0.0-rc.1"));
        assertEquals(5, found("").size());
        ConfigTable page = table(send("GET", "/_q?l=2&o=1", TOML, ""));
        assertEquals(2, page.tables("invoices").size());
        assertEquals(5L, page.integer("total").orElseThrow());
        assertTrue(page.bool("more").orElseThrow() && page.bool("strict").orElseThrow());
        assertFalse(table(send("GET", "/_q?l=2&o=3", TOML, "")).bool("more").orElseThrow());
        assertEquals(400, status("GET", "/_q?v=%25%26", ""));
        assertEquals(400, status("GET", "/_q?l=many", ""));
    }

    @Test
    void rangesOfVersions() {
        for (String yes : List.of("1.2.3", "=1.2.3", "^1.2", "^1", "~1.2.0", "~1", "1.2", ">=1.2.3, <2", "<=1.2.3", ">1.2.2", "1.*", "1.2.x", "1.0.0 - 1.2.3", "*", ">1.1")) {
            assertTrue(VersionRange.parse(yes).matches(SemanticVersion.parse("1.2.3")), yes);
        }
        for (String no : List.of("1.2.4", "2", "^0.2.3", "~1.3", "<1.2.3", ">1.2.3", ">1.2", ">=1.2.4", "1.3.x", "1.2.4 - 2.0.0")) {
            assertFalse(VersionRange.parse(no).matches(SemanticVersion.parse("1.2.3")), no);
        }
        assertFalse(VersionRange.parse("^1.0.0").matches(SemanticVersion.parse("1.2.0-rc.1")));
        assertTrue(VersionRange.parse("^1.2.0-rc.0").matches(SemanticVersion.parse("1.2.0-rc.1")));
        assertFalse(VersionRange.parse("^0.2.1").matches(SemanticVersion.parse("0.3.0")));
        assertFalse(VersionRange.parse("^0.0.1").matches(SemanticVersion.parse("0.0.2")));
    }

    @Test
    void badRequestsGetTheirStatusAndNothingElse() throws Exception {
        assertEquals(400, send("POST", "/_i", "application/json", invoice("a", "1.0.0", "")).statusCode());
        assertEquals(400, status("POST", "/_i", "this is no TOML"));
        assertEquals(400, status("POST", "/_i", invoice("a", "1.0.0", "[extra]\nx = 1\n")));
        assertEquals(400, status("POST", "/_i", invoice("a", "1.0.0", "conditions.memberOf = [\"nobody\"]\n")));
        assertEquals(400, status("GET", "/_i/a", ""));
        assertEquals(400, status("GET", "/_i/a/1.0.0@x@y", ""));
        assertEquals(404, status("GET", "/_i/a/1.0.0", ""));
        assertEquals(404, status("GET", "/other", ""));
        assertEquals(405, status("PUT", "/_i/a/1.0.0", "x"));
        assertEquals(200, status("GET", "/healthz", ""));
    }

    @Test
    void whoMayDoWhat() throws Exception {
        server.close();
        server = server(Optional.of("me:secret"), true);
        String[] me = {"Authorization", "Basic bWU6c2VjcmV0"};
        String[] other = {"Authorization", "Basic bWU6Z3Vlc3M="};
        assertEquals(401, send("POST", "/_i", TOML, invoice("a", "1.0.0", "")).statusCode());
        assertEquals(401, send("POST", "/_i", TOML, invoice("a", "1.0.0", ""), other).statusCode());
        assertEquals(202, send("POST", "/_i", TOML, invoice("a", "1.0.0", ""), me).statusCode());
        assertEquals(200, status("GET", "/_i/a/1.0.0", ""));
        assertEquals(401, send("GET", "/_i/a/1.0.0", TOML, "", other).statusCode());
        assertEquals(401, send("DELETE", "/_i/a/1.0.0", TOML, "").statusCode());
        server.close();
        server = server(Optional.of("me:secret"), false);
        assertEquals(401, status("GET", "/_i/a/1.0.0", ""));
    }

    private void change(Map<String, Object> said) {
        server.modified(Configured.of(BindleServerConfig.class, said), said);
    }

    @Test
    void whatCannotBeUsedLeavesAllValuesAsTheyWere() throws Exception {
        assertEquals(202, status("POST", "/_i", invoice("a", "1.0.0", "")));
        String folder = temp.toString();
        Path file = Files.writeString(temp.resolve("file"), "no folder");
        String url = server.url();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            for (Map<String, Object> unusable : List.<Map<String, Object>>of(Map.of("directory", folder, "listen", "127.0.0.1:0", "max-parcel", "much"),
                    Map.of("directory", folder, "listen", "nowhere"), Map.of("listen", "127.0.0.1:0"), Map.of("directory", file.toString(), "listen", "127.0.0.1:0"),
                    Map.of("directory", folder, "listen", "127.0.0.1:0", "user", "me"), Map.of("directory", folder, "listen", "127.0.0.1:0", "username", "me"),
                    Map.of("directory", folder, "listen", "127.0.0.1:" + taken.getLocalPort(), "username", "me", "password", "secret"),
                    Map.of("directory", folder, "listen", "192.0.2.1:" + URI.create(url).getPort(), "username", "me", "password", "secret"))) {
                change(unusable);
                assertEquals(url, server.url(), unusable.toString());
                assertEquals(200, status("DELETE", "/_i/a/1.0.0", ""), unusable.toString());
            }
        }
    }

    @Test
    void whatCanHoldsForTheNextRequest() throws Exception {
        assertEquals(202, status("POST", "/_i", invoice("a", "1.0.0", "")));
        String url = server.url();
        change(Map.of("directory", temp.toString(), "listen", "127.0.0.1:0", "username", "me", "password", "secret", "max-parcel", "1"));
        assertEquals(url, server.url());
        assertEquals(401, status("POST", "/_i", invoice("b", "1.0.0", "")));
        assertEquals(413, send("POST", "/_i", TOML, invoice("b", "1.0.0", ""), "Authorization", "Basic bWU6c2VjcmV0").statusCode());
        change(Map.of("directory", temp.resolve("other").toString(), "listen", "127.0.0.1:0"));
        assertEquals(404, status("GET", "/_i/a/1.0.0", ""));
        assertEquals(202, status("POST", "/_i", invoice("c", "1.0.0", "")));
    }

    @Test
    void anAddressThatChangesLetsRequestsEndWhereTheyBegan() throws Exception {
        assertEquals(202, status("POST", "/_i", invoice("a", "1.0.0", "")));
        URI before = URI.create(server.url());
        try (Socket upload = new Socket("127.0.0.1", before.getPort())) {
            OutputStream out = upload.getOutputStream();
            out.write(("POST /v1/_i/a/1.0.0@" + RED + " HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n").getBytes());
            BufferedReader in = new BufferedReader(new InputStreamReader(upload.getInputStream()));
            assertEquals("HTTP/1.1 100 Continue", in.readLine());
            change(Map.of("directory", temp.toString(), "listen", "127.0.0.1:" + FreePort.next()));
            assertNotEquals(before, URI.create(server.url()));
            assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", before.getPort()).close());
            assertEquals(200, status("GET", "/_i/a/1.0.0", ""));
            out.write("a red one".getBytes());
            assertEquals("", in.readLine());
            assertEquals("HTTP/1.1 200 OK", in.readLine());
        }
        assertEquals("a red one", send("GET", "/_i/a/1.0.0@" + RED, TOML, "").body());
        int port = URI.create(server.url()).getPort();
        change(Map.of("directory", temp.toString(), "listen", "0.0.0.0:" + port));
        assertEquals("http://0.0.0.0:" + port + "/v1", server.url(), "all addresses of a port that it had on one");
        assertEquals(200, status("GET", "/_i/a/1.0.0", ""));
    }
}
