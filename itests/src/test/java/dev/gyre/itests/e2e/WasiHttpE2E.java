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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A component that exports {@code wasi:http/incoming-handler}, behaving and not. After each misdeed the next request is served. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WasiHttpE2E {
    @TempDir
    static Path folder;

    private Gyre gyre;

    /** What this test's container is started with. */
    String[] options() {
        return new String[0];
    }

    @BeforeAll
    void serve() {
        gyre = App.in(folder.resolve(getClass().getSimpleName())).component("http", "http-component.wasm", "/...", "")
                .component("october", "http-2023-10-18.wasm", "/october", "").component("november", "http-2023-11-10.wasm", "/november", "").settings("""
                [component.http.limits]
                deadline = "20s"
                """).up(options());
    }

    @AfterAll
    void stop() {
        gyre.close();
    }

    @AfterEach
    void theNextRequestIsServed() throws IOException {
        Wire.Answer answer = get("/");
        assertEquals(200, answer.status());
        assertEquals("ok\n", answer.text());
        assertEquals(List.of("text/plain"), answer.all("content-type"));
    }

    private Wire.Answer get(String path) throws IOException {
        return Wire.exchange(gyre.address(), "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none", "/trap", "/error", "/forged", "/fields"})
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
}
