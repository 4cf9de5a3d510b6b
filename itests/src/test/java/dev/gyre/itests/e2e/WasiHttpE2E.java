package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import redis.embedded.RedisServer;

import dev.gyre.test.FreePort;


/** A component that exports {@code wasi:http/incoming-handler}, behaving and not. After each misdeed the next request is served. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WasiHttpE2E {
    @TempDir
    static Path folder;

    private Gyre gyre;
    private Peers peers;

    /** What this test's container is started with. */
    String[] options() {
        return new String[0];
    }

    private RedisServer redis;
    private String address;

    @BeforeAll
    void serve() throws IOException {
        int port = FreePort.next();
        redis = RedisServer.newRedisServer().bind("127.0.0.1").port(port).setting("save ''").build();
        address = "redis://127.0.0.1:" + port;
        redis.start();
        peers = new Peers();
        String hosts = "allowed_outbound_hosts = [\"tcp://localhost:%d\", \"tcp://127.0.0.1:%1$d\", \"udp://127.0.0.1:%d\"]"
                .formatted(peers.tcpPort(), peers.udpPort());
        gyre = App.in(folder.resolve(getClass().getSimpleName())).component("http", "http-component.wasm", "/...", "")
                .component("october", "http-2023-10-18.wasm", "/october", "").component("november", "http-2023-11-10.wasm", "/november", "")
                .component("stores", "stores.wasm", "/stores/...", "", "key_value_stores = [\"default\"]", "sqlite_databases = [\"default\"]",
                        "allowed_outbound_hosts = [\"" + address + "\"]")
                .component("sockets", "sockets-component.wasm", "/sockets/...", "", hosts)
                .component("held", "sockets-component.wasm", "/held/...", "").component("terse", "http-component.wasm", "/terse", "")
                .component("denied", "sockets-component.wasm", "/denied/...", "")
                .component("none", "stores.wasm", "/nobody/...", "", "allowed_outbound_hosts = []").settings("""
                [component.http.limits]
                deadline = "100s"

                [component.held.limits]
                handles = 8

                [component.terse.limits]
                value-bytes = "1 B"
                """).up(Stream.concat(Stream.of("--key-value", "seeded=yes", "--sqlite", "CREATE TABLE seeded (a)"), Stream.of(options())).toArray(String[]::new));
    }

    @AfterAll
    void stop() throws IOException {
        gyre.close();
        redis.stop();
        peers.close();
    }

    @AfterEach
    void theNextRequestIsServed() throws IOException {
        Wire.Answer answer = get("/");
        assertEquals(200, answer.status());
        assertEquals("ok\n", answer.text());
        assertEquals(List.of("text/plain"), answer.all("content-type"));
    }

    @Test
    void keyValueStores() throws IOException {
        assertEquals("open: ok\ndelete: ok\nget: none\nset: ok\nget: value\nexists: true\nget-keys: k seeded\nget: error 3 a key may not be longer than 65536 bytes\n",
                get("/stores/kv?default").text());
        assertEquals("open: ok\ndelete: ok\nget: error 4\nset: ok\nget: value\nexists: true\nget-keys: k seeded\nexists: error 3\n", get("/stores/kv1?default").text());
        assertEquals("open: ok\ndelete-many: ok\nset-many: ok\nget-many: a=1 b=2 k none\nset: ok\nget: x\nexists: true\ndelete: ok\nlist-keys: a b seeded\n"
                + "list-keys: error 2 list_keys: cursor not supported\nincrement: 5\nincrement: -2\ncas.new: ok\nswap: ok\nswap: failed\ncurrent: first\nswap: ok\n",
                get("/stores/wasi?default").text());
    }

    @Test
    void databases() throws IOException {
        assertEquals("open: ok\ncreate:\ninsert:\nselect: a b c d e | 0=1 1=-500 2=text 3=blob 4=null\nnonsense: error 4 near \"nonsense\": syntax error\n"
                + "attach: error 4 the database cannot be read or written\ninsert:\nchanges: 2\nlast-insert-rowid: 3\nundone: n | 0=3\nlarge: error\n",
                get("/stores/sql?default").text());
    }

    @Test
    void redisServers() throws IOException {
        assertEquals("open: ok\nget: none\nset: ok\nget: value\nincr: 1\nincr: 2\nsadd: 2\nsrem: 1\nsmembers: y\nsadd: error 2\npublish: ok\nexecute: 3=value 0=\ndel: 3\n",
                get("/stores/redis?" + address).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv?default | open: error 2", "kv1?default | open: error 2", "wasi?default | open: error 1", "sql?default | open: error 1"})
    void withoutPermissionThereIsNoStore(String line) throws IOException {
        String[] parts = line.split(" \\| ");
        assertEquals(parts[1] + "\n", get("/nobody/" + parts[0]).text());
        assertEquals(parts[1] + "\n", get("/stores/" + parts[0].replace("default", "other")).text());
    }

    @Test
    void withoutPermissionThereIsNoRedis() throws IOException {
        assertEquals("open: error 0\nget: error\n", get("/nobody/redis?" + address).text());
    }

    private Wire.Answer get(String path) throws IOException {
        return Wire.exchange(gyre.address(), "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none", "/trap", "/error", "/forged", "/fields", "/children"})
    void withoutAnAnswerItIs500(String path) throws IOException {
        Wire.Answer answer = get(path);
        assertEquals(500, answer.status());
        assertEquals("", answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/unfinished", "/short", "/long", "/twice"})
    void halfAnAnswerIsCut(String path) {
        assertThrows(EOFException.class, () -> get(path));
    }

    @Test
    void releaseCandidatesAreServedToo() throws IOException {
        Wire.Answer october = get("/october");
        assertEquals(201, october.status());
        assertEquals(List.of("@0.2.0-rc-2023-10-18"), october.all("x-version"));
        assertEquals("early\n", october.text());
        assertEquals("Hello from a component!\n", get("/november").text());
    }

    @Test
    void aGuestMayFailAfterItsAnswer() throws IOException {
        Wire.Answer answer = get("/after");
        assertEquals(200, answer.status());
        assertEquals("done\n", answer.text());
    }

    /** The client sends its body only when it has the head of the answer. */
    @Test
    void theHeadLeavesBeforeTheBodyIsThere() throws IOException {
        try (Wire wire = new Wire(gyre.address())) {
            wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
            while (!wire.answered()) {
                Thread.onSpinWait();
            }
            Wire.Answer answer = wire.send("hello").read();
            assertEquals(200, answer.status());
            assertEquals("hello", answer.text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/duplex"})
    void largeBodiesStreamBothWays(String path) {
        byte[] body = new byte[3 << 20];
        new Random(1).nextBytes(body);
        HttpResponse<byte[]> answer = Http.send("POST", gyre.address().resolve(path), BodyPublishers.ofByteArray(body), BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode());
        assertArrayEquals(body, answer.body());
    }

    /** Each part is sent when the one before it has come back; the guest never asks for a flush. */
    @Test
    void bothDirectionsAtOnce() throws IOException {
        try (Wire wire = new Wire(gyre.address())) {
            wire.send("POST /duplex HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 5; i++) {
                wire.send("6\r\npart " + i + "\r\n");
                if (i == 0) {
                    assertEquals(200, wire.readHead().status());
                }
                assertEquals("part " + i, new String(wire.readChunks(6), StandardCharsets.US_ASCII));
            }
            assertEquals(0, wire.send("0\r\n\r\n").readRest().length);
        }
    }

    @Test
    void aClientThatGoesHalfWayDisturbsNobody() throws IOException {
        for (int i = 0; i < 5; i++) {
            HttpResponse<InputStream> answer = Http.send("GET", gyre.address().resolve("/large"), BodyPublishers.noBody(), BodyHandlers.ofInputStream());
            assertEquals(200, answer.statusCode());
            answer.body().readNBytes(100_000);
            answer.body().close();
        }
    }

    @Test
    void whatComesBehindABodyReachesTheGuestAndTheClient() throws IOException {
        String request = "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: 42\r\nSpin-Path-Info: forged\r\nContent-Type: a/b\r\n\r\n";
        Wire.Answer answer = Wire.exchange(gyre.address(), "POST /trailers HTTP/1.1\r\nTE: trailers\r\n" + request);
        assertEquals("body", answer.text());
        assertEquals(List.of("x-sum: 42"), answer.trailers());
        Wire.Answer plain = Wire.exchange(gyre.address(), "POST /trailers HTTP/1.1\r\n" + request);
        assertEquals("body", plain.text());
        assertEquals(List.of(), plain.trailers());
    }

    @Test
    void oneHundredAtOnce() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Wire.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String body = "request " + i;
                answers.add(clients.submit(() -> Wire.exchange(gyre.address(),
                        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertEquals("request " + i, answers.get(i).get().text());
            }
        }
    }

    @Test
    void socketsConnectToWhomTheManifestNames() throws IOException {
        assertEquals("one two\nend\n", get("/sockets/tcp?" + peers.tcpPort()).text());
        assertEquals("one two", peers.heard());
        assertEquals("ping\n", get("/sockets/udp?" + peers.udpPort()).text());
        assertEquals("ping\n", get("/sockets/connected?" + peers.udpPort()).text());
        assertEquals("addresses 1\n", get("/sockets/lookup?localhost").text());
    }

    /** The error codes are {@code access-denied}. */
    @Test
    void socketsConnectToNobodyElse() throws IOException {
        assertEquals("connect error 1\n", get("/sockets/tcp?" + peers.udpPort()).text());
        assertEquals("send error 1\n", get("/sockets/udp?" + peers.tcpPort()).text());
        assertEquals("stream error 1\n", get("/sockets/connected?" + peers.tcpPort()).text());
        assertEquals("lookup error 1\n", get("/sockets/lookup?example.com").text());
        assertEquals("connect error 1\n", get("/denied/tcp?" + peers.tcpPort()).text());
        assertEquals("lookup error 1\n", get("/denied/lookup?localhost").text());
        assertEquals("denied 200\n", get("/denied/scan").text());
        assertEquals("tcp bind 1\ntcp listen 9\nudp bind 1\n", get("/sockets/listen").text());
    }

    @Test
    void handlesAndValuesStopAtTheirLimits() throws Exception {
        // its answer had begun
        assertThrows(EOFException.class, () -> get("/held/flood"));
        gyre.awaitErr("an event has more than 8 handles of resources (limit handles)");
        assertEquals(500, get("/terse").status());
        gyre.awaitErr("a call passes values of more than 1 bytes (limit value-bytes)");
    }

    /** 10 is {@code new-socket-limit}. More events than would fit one after another show that each gives its sockets back. */
    @Test
    void socketsEndWithTheirEvent() throws IOException {
        for (int i = 0; i < 40; i++) {
            assertEquals("opened 64\nthen 10\n", get("/sockets/flood").text());
        }
        assertEquals("forgot\n", get("/sockets/forget?" + peers.tcpPort()).text());
        for (int i = 0; i < 8; i++) {
            assertEquals("left behind", peers.heard());
        }
    }
}
