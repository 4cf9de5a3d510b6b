package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One guest in the three generations of the Spin ABI: what goes in and what comes out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GenerationsE2E {
    @TempDir
    static Path folder;

    private Gyre gyre;

    /** What this test's container is started with. */
    String[] options() {
        return new String[0];
    }

    @BeforeAll
    void serve() {
        gyre = App.in(folder, "/base").spin("g0", "echo-g0.wasm", "/g0/...").spin("g1", "echo-g1.wasm", "/g1/...")
                .spin("g2", "echo-g2.wasm", "/g2/...").up(options());
    }

    @AfterAll
    void stop() {
        gyre.close();
    }

    static Stream<Arguments> generationsAndMethods() {
        return Stream.of("g0", "g1", "g2").flatMap(g ->
                Stream.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS").map(m -> Arguments.of(g, m)));
    }

    /** The guest's lines that start with a label, less the label. */
    private static List<String> said(String answer, String label) {
        return answer.lines().filter(l -> l.startsWith(label + ": ")).map(l -> l.substring(label.length() + 2)).toList();
    }

    @ParameterizedTest
    @MethodSource("generationsAndMethods")
    void methodsOfTheAbiReachTheGuest(String generation, String method) {
        HttpResponse<String> answer = Http.send(method, gyre.resolve("/base/" + generation + "/x"), BodyPublishers.noBody());
        assertEquals(200, answer.statusCode());
        assertEquals(List.of(generation), said(answer.body(), "generation"));
        assertEquals(List.of(method), said(answer.body(), "method"));
        assertEquals(List.of("0 bytes"), said(answer.body(), "body"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PROPFIND", "get", "X"})
    void otherMethodsAreNotAllowed(String method) throws IOException {
        Wire.Answer answer = Wire.exchange(gyre.address(), method + " /base/g2/x HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(405, answer.status());
        assertEquals("", answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"g0", "g1", "g2"})
    void headAnswersAsGetWithoutItsBody(String generation) throws IOException {
        Wire.Answer head = Wire.exchange(gyre.address(), "HEAD /base/" + generation + "/x HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(200, head.status());
        assertEquals(List.of("kept"), head.all("x-mixed-case"));
        assertEquals(1, head.all("content-length").size());
        try (Wire wire = new Wire(gyre.address())) {
            String two = "HEAD /base/" + generation + "/x HTTP/1.1\r\nHost: a\r\n\r\n";
            wire.send(two + two);
            assertEquals(200, wire.read(true).status());
            assertEquals(200, wire.read(true).status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"g0", "g1", "g2"})
    void uriAndParametersReachTheGuest(String generation) {
        String path = "/base/" + generation + "/a%20b/%C3%A4;p=1";
        String answer = Http.get(gyre.resolve(path + "?a=1&a=2&b=x%20y+z&c")).body();
        assertEquals(List.of(generation.equals("g0") ? path : path + "?a=1&a=2&b=x%20y+z&c"), said(answer, "uri"));
        assertEquals(List.of("a=1", "a=2", "b=x y z", "c="), said(answer, "param"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"g0", "g1", "g2"})
    void bodiesPassByteByByte(String generation) {
        byte[] body = new byte[1_000_003];
        new Random(7).nextBytes(body);
        HttpResponse<byte[]> answer = Http.send("POST", gyre.resolve("/base/" + generation + "/raw"), BodyPublishers.ofByteArray(body),
                BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode());
        assertArrayEquals(body, answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"g0", "g1", "g2"})
    void bodiesOfUnknownLengthPassToo(String generation) throws IOException {
        Wire.Answer answer = Wire.exchange(gyre.address(), "POST /base/" + generation + "/raw HTTP/1.1\r\nHost: a\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\n\r\n\0\u00ff\r\n0\r\n\r\n");
        assertArrayEquals(new byte[] {'a', 'b', 'c', '\r', '\n', 0, (byte) 0xff}, answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"g0", "g1", "g2"})
    void repeatedFieldsAreKeptInOrderBothWays(String generation) throws IOException {
        Wire.Answer answer = Wire.exchange(gyre.address(), "GET /base/" + generation + "/x HTTP/1.1\r\nHost: a\r\n"
                + "X-Dup: one\r\nX-Other: 0\r\nx-dup: two\r\nX-Utf8: \u00c3\u00a4\r\nX-Empty:\r\n\r\n");
        List<String> fields = said(answer.text(), "header");
        assertEquals(List.of("x-dup: one", "x-other: 0", "x-dup: two", "x-utf8: ä", "x-empty: "),
                fields.stream().filter(f -> f.startsWith("x-") && !f.contains("/base")).filter(f -> !f.startsWith("x-client")).toList());
        assertEquals(List.of("first=1; Path=/", "second=2; Path=/"), answer.all("set-cookie"));
        assertEquals(List.of("kept"), answer.all("x-mixed-case"));
        assertEquals(List.of(""), answer.all("x-empty"));
        assertEquals(List.of(generation), answer.all("x-generation"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"g1", "g2"})
    void factsComeAsSpinHeadersWhateverTheClientSays(String generation) throws IOException {
        Wire.Answer answer = Wire.exchange(gyre.address(), "GET /base/" + generation + "/sub/p?q=1 HTTP/1.1\r\nHost: example.org:81\r\n"
                + "Spin-Path-Info: /forged\r\nspin-full-url: http://forged/\r\nSPIN-CLIENT-ADDR: 1.2.3.4\r\nspin-invented: x\r\n\r\n");
        List<String> facts = said(answer.text(), "header").stream().filter(h -> h.startsWith("spin-")).toList();
        assertEquals(List.of("spin-path-info: /sub/p", "spin-full-url: http://example.org:81/base/" + generation + "/sub/p?q=1",
                "spin-matched-route: /base/" + generation + "/...", "spin-base-path: /base", "spin-raw-component-route: /" + generation + "/...",
                "spin-component-route: /" + generation), facts.subList(0, 6));
        assertTrue(facts.get(6).matches("spin-client-addr: 127\\.0\\.0\\.1:\\d+"), facts.get(6));
        assertEquals(7, facts.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"path_info", "PATH_INFO", "Path_Info"})
    void theFirstGenerationGetsThemUnderCgiNamesWhateverTheClientSays(String name) throws IOException {
        Wire.Answer answer = Wire.exchange(gyre.address(), "GET /base/g0/sub/p?q=1 HTTP/1.1\r\nHost: a\r\n"
                + name + ": /forged\r\nX_FULL_URL: http://forged/\r\nx_client_addr: 1.2.3.4\r\nspin-path-info: /forged\r\n\r\n");
        assertFalse(answer.text().contains("forged"), answer.text());
        List<String> fields = said(answer.text(), "header");
        assertEquals(1, fields.stream().filter(f -> f.startsWith("X_CLIENT_ADDR: 127.0.0.1:")).count(), answer.text());
        assertTrue(fields.containsAll(List.of("PATH_INFO: /sub/p", "X_FULL_URL: http://a/base/g0/sub/p?q=1", "X_MATCHED_ROUTE: /base/g0/...",
                "X_BASE_PATH: /base", "X_RAW_COMPONENT_ROUTE: /g0/...", "X_COMPONENT_ROUTE: /g0")), answer.text());
        assertTrue(fields.stream().noneMatch(f -> f.startsWith("x_client_addr") || f.startsWith("spin-")), answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"g0", "g1", "g2"})
    void answersMayLackHeadersOrBody(String generation) throws IOException {
        String get = "GET /base/" + generation;
        Wire.Answer nothing = Wire.exchange(gyre.address(), get + "/nothing HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(204, nothing.status());
        if (!generation.equals("g0")) { // its guests are not told the query
            Wire.Answer status = Wire.exchange(gyre.address(), get + "/status?418 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals(418, status.status());
            assertEquals(List.of("headers"), status.all("x-only"));
            assertEquals(List.of("0"), status.all("content-length"));
        }
        Wire.Answer body = Wire.exchange(gyre.address(), get + "/body-only HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(200, body.status());
        assertEquals("body without headers\n", body.text());
        assertEquals(List.of(), body.all("content-type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"g0", "g1", "g2"})
    void hopByHopFieldsStayOnTheirHop(String generation) throws IOException {
        Wire.Answer answer = Wire.exchange(gyre.address(), "GET /base/" + generation + "/x HTTP/1.1\r\nHost: a\r\n"
                + "Connection: keep-alive, X-Private\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\nProxy-Authorization: x\r\nX-Private: 1\r\n\r\n");
        List<String> fields = said(answer.text(), "header");
        assertTrue(fields.contains("host: a"), answer.text());
        assertTrue(fields.stream().noneMatch(f -> f.matches("(?i)(connection|keep-alive|te|proxy-authorization|x-private):.*")), answer.text());
    }
}
