package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients can do to the server: protocols, paths, reserved places, requests that are none. */
class ServerE2E {
    @TempDir
    static Path folder;

    private static Gyre gyre;

    @BeforeAll
    static void serve() {
        App app = App.in(folder)
                .spin("files", Gyre.root().resolve("examples/static-files/static_files.wasm").toString(), "/...", "files = [{ source = \"public\", destination = \"/\" }]")
                .spin("echo", "echo-g2.wasm", "/echo/...").wagi("cgi", "wagi-misbehave.wasm", "/cgi")
                .spin("known", "echo-g2.wasm", "/.well-known/spin/health");
        app.file("secret.txt", "top secret\n").file("public/index.html", "<p>index\n").file("public/sub/a.txt", "a\n").file("public/a b.txt", "space\n");
        gyre = app.up("--access-log");
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    private static Wire.Answer get(String target) throws IOException {
        return Wire.exchange(gyre.address(), "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void filesAreServed() throws IOException {
        assertEquals("a\n", get("/sub/a.txt").text());
        assertEquals("space\n", get("/a%20b.txt").text());
        assertEquals("<p>index\n", get("/").text());
        assertEquals(404, get("/secret.txt").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret.txt", "/sub/../../secret.txt", "/%2e%2e/secret.txt", "/%2E%2E%2fsecret.txt", "/..%2fsecret.txt", "/sub/..%2f..%2fsecret.txt",
        "/..%5csecret.txt", "/..\\secret.txt", "/sub/..;/..;/secret.txt", "/%c0%ae%c0%ae/secret.txt", "/%00/../secret.txt", "/sub/a.txt%00.html",
        "/%252e%252e/secret.txt", "//secret.txt", "///etc/passwd", "/%2fetc/passwd", "/.%2e/secret.txt", "/sub/%2e%2e/%2e%2e/secret.txt", "/./../secret.txt",
        "/%uff0e%uff0e/secret.txt", "/sub/.../secret.txt", "/..", "/..%00/secret.txt", "/proc/self/environ"})
    void noPathLeadsOutOfTheMount(String path) throws IOException {
        Wire.Answer answer = get(path);
        assertTrue(answer.status() == 400 || answer.status() == 404, path + " has status " + answer.status());
        assertFalse(answer.text().contains("secret") || answer.text().contains("root:"), answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "GET /echo/x HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nabcde",
        "POST /echo/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        "POST /echo/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST /echo/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
        "GET /echo/x HTTP/1.1\r\nHost: a\r\nX-Fold: a\r\n b\r\n\r\n",
        "GET /echo/x HTTP/1.1\r\nHost: a\r\nX-Space : a\r\n\r\n",
        "GET /echo/x HTTP/1.1\r\nHost: a\r\nX-Nul: a\0b\r\n\r\n",
        "GET /echo/x HTTP/1.1\r\n\r\n",
        "GET /echo/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /echo/x HTTP/7.1\r\nHost: a\r\n\r\n",
        "NONSENSE\r\n\r\n"})
    void requestsThatCanBeReadInTwoWaysAreRefused(String request) throws IOException {
        try (Wire wire = new Wire(gyre.address())) {
            Wire.Answer answer = wire.send(request + "GET /echo/smuggled HTTP/1.1\r\nHost: a\r\n\r\n").read();
            assertTrue(answer.status() == 400 || answer.status() == 505, answer.lines() + answer.text());
            assertFalse(answer.text().contains("jetty") || answer.text().contains("Exception"), answer.text());
            assertTrue(wire.closed(), "a second request was answered");
        }
    }

    @Test
    void reservedPathsWinOverEveryRoute() throws IOException {
        assertEquals("200 OK", get("/healthz").status() + " " + get("/healthz").text());
        assertEquals("OK", get("/.well-known/spin/health").text());
        Wire.Answer info = get("/.well-known/spin/info");
        assertEquals(List.of("application/json"), info.all("content-type"));
        assertEquals("{\n  \"name\": \"" + folder.getFileName() + "\",\n  \"version\": \"1.2.3\"\n}", info.text());
        assertEquals(404, get("/.well-known/spin/other").status());
    }

    @Test
    void answersDoNotNameTheServer() throws IOException {
        for (String path : List.of("/", "/echo/x", "/nothing", "/healthz", "/%")) {
            assertEquals(List.of(), get(path).all("server"), path);
        }
    }

    @Test
    void http2WithoutTlsIsServed() {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpResponse<String> answer = Http.send(client, HttpRequest.newBuilder(gyre.resolve("/echo/a?b=c")).build(), BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_2, answer.version());
            assertTrue(answer.body().contains("header: host: 127.0.0.1:" + gyre.address().getPort() + "\n"), answer.body());
            List<CompletableFuture<HttpResponse<String>>> many = IntStream.range(0, 50)
                    .mapToObj(i -> client.sendAsync(HttpRequest.newBuilder(gyre.resolve("/echo/" + i)).build(), BodyHandlers.ofString())).toList();
            for (int i = 0; i < many.size(); i++) {
                HttpResponse<String> one = many.get(i).join();
                assertEquals(HttpClient.Version.HTTP_2, one.version());
                assertTrue(one.body().contains("uri: /echo/" + i + "\n"), one.body());
                assertEquals(List.of("first=1; Path=/", "second=2; Path=/"), one.headers().allValues("set-cookie"));
            }
        }
    }

    @Test
    void connectionsStayOpenBetweenRequests() throws IOException {
        try (Wire wire = new Wire(gyre.address())) {
            for (int i = 0; i < 20; i++) {
                assertTrue(wire.send("GET /echo/" + i + " HTTP/1.1\r\nHost: a\r\n\r\n").read().text().contains("uri: /echo/" + i + "\n"));
            }
            wire.send("GET /echo/p1 HTTP/1.1\r\nHost: a\r\n\r\nGET /echo/p2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertTrue(wire.read().text().contains("uri: /echo/p1\n"));
            assertTrue(wire.read().text().contains("uri: /echo/p2\n"));
        }
    }

    @Test
    void oneGigabyteIsRefusedByItsLengthAlone() throws IOException {
        for (String path : List.of("/echo/x", "/cgi?echo")) {
            try (Wire wire = new Wire(gyre.address())) {
                Wire.Answer answer = wire.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1073741824\r\nExpect: 100-continue\r\n\r\n").read();
                assertEquals(413, answer.status());
                assertEquals("", answer.text());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/x", "/cgi?echo"})
    void oneGigabyteOfUnknownLengthIsRefusedWhereTheLimitIs(String path) throws IOException {
        byte[] chunk = new byte[1 << 20];
        byte[] frame = "100000\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (Wire wire = new Wire(gyre.address())) {
            wire.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            int sent = 0;
            try {
                for (; sent < 1024 && !wire.answered(); sent++) {
                    wire.send(frame).send(chunk).send("\r\n");
                }
            } catch (SocketException e) {
                // it stopped listening, which is fine as long as its answer can still be read
            }
            assertEquals(413, wire.read().status());
            assertTrue(sent < 100, sent + " MiB were taken");
        }
    }

    @Test
    void bodiesNobodyWantsAreNotWaitedFor() throws IOException {
        assertEquals(404, Wire.exchange(gyre.address(), "POST /.well-known/spin/other HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n").status());
        assertEquals(400, Wire.exchange(gyre.address(), "POST /echo/%2e%2e HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n").status());
    }

    @Test
    void userNamesInTargetsAreRefused() throws IOException {
        assertEquals(400, Wire.exchange(gyre.address(), "GET http://user@a/echo/x HTTP/1.1\r\nHost: a\r\n\r\n").status());
    }

    @Test
    void requestsAreLoggedOnRequest() throws IOException {
        get("/echo/logged?x=1");
        String log = gyre.awaitErr("/echo/logged");
        assertTrue(log.lines().anyMatch(l -> l.matches(".*127\\.0\\.0\\.1:\\d+ \"GET /echo/logged.* HTTP/1\\.1\" 200 \\d+ bytes \\d+\\.\\d ms echo")), log);
    }

    @Test
    void controlCharactersOfClientsStayOutOfTheLog() throws IOException {
        get("/echo/x\u001b[31m");
        get("/echo/%1b%0a");
        get("/echo/after-controls");
        gyre.awaitErr("/echo/after-controls");
        assertFalse(gyre.err().contains("\u001b"), gyre.err());
    }

    @Test
    void theOldestClientsAreServed() throws IOException {
        Wire.Answer answer = Wire.exchange(gyre.address(), "GET /echo/x HTTP/1.0\r\n\r\n");
        assertTrue(answer.text().contains("uri: /echo/x\n"), answer.lines() + answer.text());
    }

    @Test
    void absoluteTargetsAreServed() throws IOException {
        URI address = gyre.address();
        Wire.Answer answer = Wire.exchange(address, "GET http://other.example/echo/x HTTP/1.1\r\nHost: other.example\r\n\r\n");
        assertTrue(answer.text().contains("header: spin-full-url: http://other.example/echo/x\n"), answer.lines() + answer.text());
    }
}
