package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Components as others' tools make them, of JavaScript, C and Rust, in one application, and the example {@code hello-js}. What they answer is
 * compared with what jco serve, the component model on V8, answered when {@code itests/guests/js/build} made them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealGuestsSuite {
    private static final Path GUESTS = Gyre.root().resolve("itests/target/guests");
    /** What each server adds by itself, and how a body is framed. */
    private static final Set<String> SERVERS_OWN = Set.of("date", "connection", "keep-alive", "transfer-encoding", "content-length", "server");
    private static final String MANIFEST = """
            spin_manifest_version = 2

            [application]
            name = "guests"
            version = "1.0.0"

            [[trigger.http]]
            route = "/plain/..."
            component = "plain"
            [component.plain]
            source = '%1$s/plain.wasm'
            allowed_outbound_hosts = ["http://127.0.0.1:*"]

            [[trigger.http]]
            route = "/hono/..."
            component = "hono"
            [component.hono]
            source = '%1$s/hono.wasm'

            [[trigger.http]]
            route = "/..."
            component = "c"
            [component.c]
            source = '%1$s/c-component.wasm'

            [[trigger.http]]
            route = "/rust/..."
            component = "rust"
            [component.rust]
            source = '%1$s/rust-component.wasm'

            [[trigger.http]]
            route = "/quickjs"
            component = "quickjs"
            [component.quickjs]
            source = '%2$s'
            [component.quickjs.dependencies]
            'acme:math' = { path = '%1$s/quickjs-math.wasm' }
            'acme:settings/reader@1.0.0' = { path = '%3$s' }
            """;

    @TempDir
    static Path folder;

    private Gyre gyre;
    private Gyre example;
    private GuestServer server;

    /** What this test's container is started with. */
    String[] options() {
        return new String[0];
    }

    /** How many requests the JavaScript guest gets at once. */
    int crowd() {
        return 100;
    }

    @BeforeAll
    void serve() throws IOException {
        server = new GuestServer();
        Path app = Files.createDirectories(folder.resolve(getClass().getSimpleName()));
        Files.writeString(app.resolve("spin.toml"), MANIFEST.formatted(GUESTS, App.guest("compose-sums.wasm"), App.guest("compose-settings.wasm")));
        gyre = Gyre.up(app, options());
        example = Gyre.up(GUESTS.resolve("hello-js"), options());
    }

    @AfterAll
    void stop() {
        gyre.close();
        example.close();
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> answersAsJcoServeDoes() throws IOException {
        JSONObject answers = new JSONObject(Files.readString(GUESTS.resolve("answers.json")));
        return answers.keySet().stream().sorted().flatMap(guest -> objects(answers.getJSONArray(guest)).filter(r -> r.has("answer")).map(request -> dynamicTest(
                guest + " " + request.getString("method") + " " + request.getString("path"), () -> same(guest, request))));
    }

    private static Stream<JSONObject> objects(JSONArray array) {
        return StreamSupport.stream(array.spliterator(), false).map(JSONObject.class::cast);
    }

    private void same(String guest, JSONObject request) throws IOException {
        byte[] body = request.getString("body").getBytes(StandardCharsets.UTF_8);
        String path = request.getString("path").replace("{server}", server.address());
        StringBuilder head = new StringBuilder(request.getString("method") + " " + path + " HTTP/1.1\r\nHost: guest.test\r\n");
        JSONObject headers = request.getJSONObject("headers");
        headers.keySet().forEach(name -> head.append(name).append(": ").append(headers.getString(name)).append("\r\n"));
        head.append(body.length == 0 ? "\r\n" : "Content-Length: " + body.length + "\r\n\r\n");
        JSONObject expected = request.getJSONObject("answer");
        try (Wire wire = new Wire((guest.equals("hello-js") ? example : gyre).address())) {
            Wire.Answer answer = wire.send(head.toString()).send(body).read(request.getString("method").equals("HEAD"));
            assertEquals(expected.getInt("status"), answer.status());
            assertEquals(fields(expected.getJSONArray("headers")), fields(answer));
            assertArrayEquals(Base64.getDecoder().decode(expected.getString("body")), answer.body());
        }
    }

    private static List<String> fields(JSONArray headers) {
        return StreamSupport.stream(headers.spliterator(), false).map(JSONArray.class::cast).filter(h -> !SERVERS_OWN.contains(h.getString(0)))
                .map(h -> h.getString(0) + ": " + h.getString(1)).sorted().toList();
    }

    private static List<String> fields(Wire.Answer answer) {
        return answer.lines().stream().skip(1).map(l -> l.substring(0, l.indexOf(':')).toLowerCase(Locale.ROOT) + l.substring(l.indexOf(':')))
                .filter(l -> !SERVERS_OWN.contains(l.substring(0, l.indexOf(':')))).sorted().toList();
    }

    @ParameterizedTest
    @CsvSource({"/plain/echo, 8", "/plain/relay?url={server}/echo, 8", "/rust/echo, 16", "/duplex, 16"})
    void largeBodiesStreamBothWays(String path, int megabytes) throws Exception {
        byte[] body = new byte[megabytes << 20];
        new Random(1).nextBytes(body);
        try (Wire wire = new Wire(gyre.address()); ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
            // An echo stands still when nobody takes what it sends.
            Future<Wire> sent = sender.submit(() -> wire.send("POST " + path.replace("{server}", server.address())
                    + " HTTP/1.1\r\nHost: guest.test\r\nContent-Length: " + body.length + "\r\n\r\n").send(body));
            Wire.Answer answer = wire.read();
            assertEquals(200, answer.status());
            assertArrayEquals(body, answer.body());
            sent.get();
        }
    }

    /** Each part is sent when the one before it has come back. */
    @ParameterizedTest
    @ValueSource(strings = {"/plain/echo", "/plain/shout", "/rust/echo", "/duplex"})
    void bothDirectionsAtOnce(String path) throws IOException {
        try (Wire wire = new Wire(gyre.address())) {
            wire.send("POST " + path + " HTTP/1.1\r\nHost: guest.test\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                String part = "PART %02d OF SOME".formatted(i);
                wire.send(Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
                if (i == 0) {
                    assertEquals(200, wire.readHead().status());
                }
                assertEquals(part, new String(wire.readChunks(part.length()), StandardCharsets.US_ASCII));
            }
            wire.send("0\r\n\r\n");
            assertEquals("", new String(wire.readRest(), StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain/shout", "/rust/echo"})
    void manyAtOnce(String path) throws Exception {
        int count = path.startsWith("/plain") ? crowd() : 100;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String body = "REQUEST " + i;
                answers.add(clients.submit(() -> Http.post(gyre.resolve(path), body).body()));
            }
            for (int i = 0; i < count; i++) {
                assertEquals("REQUEST " + i, answers.get(i).get());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain/lines?n=1000000", "/rust/lines/10000000", "/large"})
    void aClientThatGoesHalfWayDisturbsNobody(String path) throws IOException {
        for (int i = 0; i < 2; i++) {
            HttpResponse<InputStream> answer = Http.send("GET", gyre.resolve(path), BodyPublishers.noBody(), BodyHandlers.ofInputStream());
            assertEquals(200, answer.statusCode());
            answer.body().readNBytes(20_000);
            answer.body().close();
        }
        assertEquals("Hello from JavaScript!\n", Http.get(gyre.resolve("/plain/")).body());
    }

    /** A component in C that serves HTTP, and asks one in JavaScript for its sums. */
    @Test
    void quickJsIsComposedIn() {
        assertEquals("sum: 42\ntext: forty-two", Http.get(gyre.resolve("/quickjs")).body().lines().limit(2).collect(Collectors.joining("\n")));
    }

    /** Of several, jco serve sends the last one. */
    @Test
    void allCookiesAreSent() {
        assertEquals(List.of("a=1", "b=2"), Http.get(gyre.resolve("/plain/headers?cookie=a=1&cookie=b=2")).headers().allValues("set-cookie"));
    }

    /** Breaks jco serve. */
    @Test
    void anAnswerMayHaveNoBody() {
        HttpResponse<String> answer = Http.get(gyre.resolve("/plain/nothing"));
        assertEquals(204, answer.statusCode());
        assertEquals("", answer.body());
    }

    @Test
    void aHostThatIsNotAllowedIsNotReached() {
        HttpResponse<String> answer = Http.get(gyre.resolve("/plain/denied"));
        assertEquals(403, answer.statusCode());
        assertEquals("refused: true\n", answer.body());
    }

    /** The engine sends the head of a 500 and gives up. */
    @Test
    void whatAGuestThrowsStaysInside() throws IOException {
        try (Wire wire = new Wire(gyre.address())) {
            assertEquals(500, wire.send("GET /plain/throw HTTP/1.1\r\nHost: guest.test\r\n\r\n").readHead().status());
            assertThrows(EOFException.class, wire::readRest);
        }
        gyre.awaitErr("thrown by the guest");
    }
}
