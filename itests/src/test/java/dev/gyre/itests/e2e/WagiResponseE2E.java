package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a CGI program's output, right or wrong. After each misdeed the next request is served. */
class WagiResponseE2E {
    private static final String INSUFFICIENT = "Exactly one of 'location' or 'content-type' must be specified";

    @TempDir
    static Path folder;

    private static App app;
    private static Gyre gyre;

    @BeforeAll
    static void serve() {
        app = App.in(folder).wagi("cgi", "wagi-misbehave.wasm", "/...").wagi("hasty", "wagi-misbehave.wasm", "/hasty")
                .wagi("composed", "wagi-misbehave-component.wasm", "/composed").settings("""
                [component.hasty.limits]
                deadline = "2s"
                """);
        gyre = app.up();
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    @AfterEach
    void theNextRequestIsServed() throws IOException {
        Wire.Answer answer = get("ok");
        assertEquals(200, answer.status());
        assertEquals("ok\n", answer.text());
        assertEquals(List.of("text/plain"), answer.all("content-type"));
    }

    private static Wire.Answer get(String query) throws IOException {
        return Wire.exchange(gyre.address(), "GET /?" + query + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "no-headers", "no-blank-line", "body-only", "exit-silent=0"})
    void outputWithoutTheHeaderItNeedsSaysSo(String misdeed) throws IOException {
        Wire.Answer answer = get(misdeed);
        assertEquals(500, answer.status());
        assertEquals(INSUFFICIENT, answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit=3", "exit-silent=4", "trap", "trap-early", "trap-late", "header-nul", "many-headers=2000",
        "status=100", "status=700"})
    void failuresAreAnEmpty500(String misdeed) throws IOException {
        Wire.Answer answer = get(misdeed);
        assertEquals(500, answer.status());
        assertEquals("", answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "loop-late"})
    void endlessLoopsAreAnEmpty504(String misdeed) throws IOException {
        long begin = System.nanoTime();
        Wire.Answer answer = Wire.exchange(gyre.address(), "GET /hasty?" + misdeed + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(504, answer.status());
        assertEquals("", answer.text());
        assertTrue(System.nanoTime() - begin < 28_000_000_000L, "others have 30 seconds");
        gyre.awaitErr("\"hasty\": _start failed: deadline");
    }

    @Test
    void headersWithoutEndAreCutAt64Kilobytes() throws IOException {
        Wire.Answer answer = get("long-header=0");
        assertEquals(500, answer.status());
        assertEquals("", answer.text());
        gyre.awaitErr("the script wrote more than 65536 bytes of header");
    }

    @ParameterizedTest
    @CsvSource({"status=201,201", "status=404,404", "status-text,502", "status=0,502", "status=1000,502", "status-reason,418", "exit=0,200", "crlf,200",
        "header-cr,200", "header-name,200", "header-fold,200", "no-colon,200", "many-headers=900,200", "long-header=60000,200"})
    void statusAndHeadersAreReadAsWagiDoes(String misdeed, int status) throws IOException {
        assertEquals(status, get(misdeed).status());
    }

    @ParameterizedTest
    @CsvSource({"location,302,/elsewhere", "location-type,302,/elsewhere", "location-status,201,/created", "status-location,307,/moved"})
    void aLocationRedirectsUnlessThereIsAStatus(String misdeed, int status, String location) throws IOException {
        Wire.Answer answer = get(misdeed);
        assertEquals(status, answer.status());
        assertEquals(List.of(location), answer.all("location"));
    }

    @Test
    void carriageReturnsVanishFromTheHeadAndStayInTheBody() throws IOException {
        Wire.Answer answer = get("crlf");
        assertEquals(List.of("yes"), answer.all("x-crlf"));
        assertEquals("body\r\nkeeps its CRs\r\n", answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"header-cr", "header-name"})
    void noHeaderIsInjected(String misdeed) throws IOException {
        Wire.Answer answer = get(misdeed);
        assertEquals(List.of(), answer.all("set-cookie"));
        assertEquals("body\n", answer.text());
        assertTrue(answer.lines().stream().skip(1).map(l -> l.split(":")[0]).allMatch(n -> n.matches("(?i)content-type|content-length|date|x-bad")), answer.lines().toString());
    }

    @Test
    void everyCookieIsKeptAndOnlyOneContentType() throws IOException {
        assertEquals(List.of("a=1", "b=2"), get("cookies").all("set-cookie"));
        assertEquals(List.of("text/html"), get("two-types").all("content-type"));
    }

    @Test
    void statusAloneIsEnough() throws IOException {
        Wire.Answer answer = get("status-only");
        assertEquals(204, answer.status());
        assertEquals(List.of(), answer.all("content-length"));
    }

    @Test
    void hopByHopHeadersAreNotTheProgramsToSay() throws IOException {
        Wire.Answer answer = get("hop");
        assertEquals(200, answer.status());
        assertEquals("body\n", answer.text());
        for (String name : List.of("connection", "transfer-encoding", "keep-alive", "upgrade", "x-secret")) {
            assertEquals(List.of(), answer.all(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"length-short", "length-long"})
    void theLengthIsThatOfTheBodyWhateverTheProgramSays(String misdeed) throws IOException {
        Wire.Answer answer = get(misdeed);
        assertEquals("200 five\n", answer.status() + " " + answer.text());
        assertEquals(List.of("5"), answer.all("content-length"));
    }

    @Test
    void bytesThatAreNoTextPassInTheBody() throws IOException {
        assertArrayEquals(new byte[] {'c', 'a', 'f', (byte) 0xe9, '\n'}, get("latin1").body());
    }

    @Test
    void largeOutputStreamsWhileTheProgramRuns() throws IOException {
        HttpResponse<InputStream> answer = Http.send("GET", gyre.resolve("/?huge=64"), BodyPublishers.noBody(), BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        try (InputStream in = answer.body()) {
            long count = 0;
            byte[] block = new byte[1 << 16];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                count += n;
            }
            assertEquals(64L << 20, count);
        }
    }

    @Test
    void aClientThatLeavesEndsTheProgram() throws Exception {
        HttpResponse<InputStream> answer = Http.send("GET", gyre.resolve("/?huge=0"), BodyPublishers.noBody(), BodyHandlers.ofInputStream());
        answer.body().readNBytes(1 << 20);
        answer.body().close();
        assertEquals(200, answer.statusCode());
        Thread.sleep(500);
        assertFalse(gyre.err().contains("ERROR"), () -> "a client that leaves is no error\n" + gyre.output());
    }

    @Test
    void aPauseIsNoEnd() throws IOException {
        assertEquals("first\nlast\n", get("slow=300").text());
    }

    @ParameterizedTest
    @CsvSource({"ignore-body", "read-some=10", "read-some=100000"})
    void bodiesNeedNotBeRead(String misdeed) {
        HttpResponse<String> answer = Http.post(gyre.resolve("/?" + misdeed), "x".repeat(3_000_000));
        assertEquals(200, answer.statusCode());
        assertEquals("ok\n", answer.body());
    }

    @Test
    void bodiesPassByteByByteThroughStdinAndStdout() throws IOException {
        byte[] body = new byte[5_000_001];
        new Random(3).nextBytes(body);
        HttpResponse<byte[]> answer = Http.send("POST", gyre.resolve("/?echo"), BodyPublishers.ofByteArray(body), BodyHandlers.ofByteArray());
        assertArrayEquals(body, answer.body());
        Wire.Answer chunked = Wire.exchange(gyre.address(), "POST /?echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        assertEquals("hello", chunked.text());
    }

    @ParameterizedTest
    @CsvSource({"status=404,404", "exit=0,200", "exit=3,500", "trap-late,500", "two-types,200"})
    void componentsAnswerAsModulesDo(String misdeed, int status) {
        assertEquals(status, Http.get(gyre.resolve("/composed?" + misdeed)).statusCode());
        assertEquals("a body", Http.post(gyre.resolve("/composed?echo"), "a body").body());
    }

    @Test
    void aFloodOfStderrIsCutAndNoFailure() throws IOException {
        assertEquals("ok\n", get("stderr-flood=5").text());
        gyre.awaitErr("4194304 more bytes of this event were dropped: the limit is 1048576 (log-bytes)");
        assertTrue(app.log("cgi_stderr.txt").length() < 3 << 20);
    }

    @Test
    void escapeSequencesReachTheLogFileAndNotTheTerminal() throws IOException {
        assertEquals("ok\n", get("stderr-escape").text());
        String shown = gyre.awaitErr("[cgi] \\x1b[2J\\x1b]0;owned\\x07\\x1b[31mred \\x9b1m");
        assertFalse(shown.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0), shown);
        assertTrue(app.log("cgi_stderr.txt").contains(new String(new byte[] {0x1b, '[', '2', 'J'}, StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aFailureIsLoggedWithTheGuestsBackTrace() throws IOException {
        get("trap");
        String log = gyre.awaitErr("\"cgi\": _start failed: unreachable");
        gyre.awaitErr("!trap\n"); // of the module, as two components have it
        assertFalse(log.contains("\tat "), log);
    }
}
