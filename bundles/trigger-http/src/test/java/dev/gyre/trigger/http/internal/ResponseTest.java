package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;

/** What becomes of a guest's answer. */
class ResponseTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private static String answer(HttpHandler guest) throws IOException {
        return answer(GET, guest);
    }

    private static String answer(String request, HttpHandler guest) throws IOException {
        try (TestApp app = TestApp.serving(guest)) {
            return RawClient.exchange(app, request);
        }
    }

    private static HttpFields fields(String... namesAndValues) {
        List<Map.Entry<String, String>> out = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return HttpFields.of(out);
    }

    private static void assertRefused(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        assertTrue(answer.contains("Content-Length: 0\r\n") && answer.endsWith("\r\n\r\n"), answer);
        assertFalse(answer.toLowerCase().contains("x-a") || answer.contains("injected"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nInjected: 1", "a\nInjected: 1", "a\rb", "a\u0000b", "a\u001bb", "a\u007f"})
    void valuesWithControlCharactersAreRefusedWhole(String value) throws IOException {
        assertRefused(answer(x -> x.response().send(200, fields("X-A", value), "injected".getBytes())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:b", "a\r\nb", "a\u0000", ":status", "\u00e4", "a(b)", "a\"b"})
    void namesThatAreNoTokensAreRefused(String name) throws IOException {
        assertRefused(answer(x -> x.response().send(200, fields(name, "1", "X-A", "1"), "injected".getBytes())));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 99, 100, 101, 103, 199, 600, 999, 65535})
    void statusesThatAreNoFinalAnswerAreRefused(int status) throws IOException {
        assertRefused(answer(x -> x.response().send(status, fields("X-A", "1"), "injected".getBytes())));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 226, 299, 300, 307, 404, 418, 451, 500, 599})
    void otherStatusesAreSent(int status) throws IOException {
        assertTrue(answer(x -> x.response().send(status, HttpFields.EMPTY, new byte[0])).startsWith("HTTP/1.1 " + status + " "));
    }

    @Test
    void tooManyFieldsAreRefused() throws IOException {
        HttpFields many = HttpFields.of(Collections.nCopies(999, Map.entry("a", "1")));
        String all = answer(x -> x.response().send(200, many, new byte[0]));
        assertEquals(1000, all.split("\r\na: 1", -1).length, all);
        assertRefused(answer(x -> x.response().send(200, many.with("x-a", "1"), new byte[0])));
        assertRefused(answer(x -> x.response().send(200, fields("x-a", "v".repeat(70_000)), new byte[0])));
    }

    @Test
    void hopByHopFieldsOfGuestsAreLeftOut() throws IOException {
        String answer = answer(x -> x.response().send(200, fields("Transfer-Encoding", "chunked", "Connection", "X-Hop", "X-Hop", "1", "Upgrade", "h2c",
                "Keep-Alive", "9", "Trailer", "t", "Proxy-Authenticate", "p", "X-Kept", "1"), "body".getBytes()));
        assertTrue(answer.contains("X-Kept: 1\r\n") && answer.contains("Content-Length: 4\r\n") && answer.endsWith("\r\n\r\nbody"), answer);
        for (String gone : List.of("chunked", "X-Hop", "Upgrade", "Keep-Alive", "Trailer", "Proxy")) {
            assertFalse(answer.contains(gone), answer);
        }
    }

    @Test
    void repeatedFieldsAreKeptAndValuesAreUtf8() throws IOException {
        String answer = answer(x -> x.response().send(200, fields("set-cookie", "a=1", "Set-Cookie", "b=2", "x-u", " \u00e4\u20ac ", "date", "today", "server", "mine"), new byte[0]));
        assertTrue(answer.contains("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"), answer);
        assertTrue(answer.contains("x-u: \u00c3\u00a4\u00e2\u0082\u00ac\r\n"), answer);
        assertEquals(2, answer.split("(?i)\r\ndate: ", -1).length, answer);
        assertTrue(answer.contains("Date: today\r\n") && answer.contains("Server: mine\r\n"), answer);
    }

    @Test
    void noServerIsNamed() throws IOException {
        String answer = answer(x -> x.response().send(200, HttpFields.EMPTY, new byte[0]));
        assertTrue(answer.matches("HTTP/1.1 200 OK\r\nDate: [^\r]*\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "+4", "4, 5", "", "99999999999999999999"})
    void lengthsThatAreNoNumbersAreRefused(String length) throws IOException {
        assertRefused(answer(x -> {
            try (OutputStream out = x.response().begin(200, fields("Content-Length", length, "X-A", "1"))) {
                out.write("injected".getBytes());
            }
        }));
    }

    @Test
    void equalLengthsAreOneAndDifferentOnesAreRefused() throws IOException {
        assertTrue(answer(x -> x.response().begin(200, fields("Content-Length", "2", "content-length", "2")).write("ok".getBytes())).endsWith("Content-Length: 2\r\nConnection: close\r\n\r\nok"));
        assertRefused(answer(x -> x.response().begin(200, fields("Content-Length", "2", "content-length", "3")).write("ok".getBytes())));
    }

    @ParameterizedTest
    @CsvSource({"3, 4", "5, 4", "0, 4", "4, 0"})
    void aWrongLengthFailsCleanlyWhileNothingIsSent(int said, int written) throws IOException {
        assertRefused(answer(x -> x.response().begin(200, fields("Content-Length", "" + said, "X-A", "1")).write("i".repeat(written).getBytes())));
    }

    @ParameterizedTest
    @CsvSource({"100000, 50000", "20000, 50000"})
    void aWrongLengthCutsTheConnectionOnceSomethingIsSent(int said, int written) throws IOException {
        String keepAlive = "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n";
        String answer = answer(keepAlive, x -> {
            OutputStream out = x.response().begin(200, fields("Content-Length", "" + said));
            for (int i = 0; i < written; i += 10_000) {
                out.write("b".repeat(10_000).getBytes());
                out.flush();
            }
        });
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertTrue(body.length() <= said && body.matches("b*(<reset>)?"), body.length() + " " + answer.substring(0, 200));
    }

    @Test
    void aBodyOfUnknownLengthIsChunkedAndEndsWhenTheGuestReturns() throws IOException {
        String answer = answer(x -> {
            OutputStream out = x.response().begin(200, HttpFields.EMPTY);
            out.write("one".getBytes());
            out.flush();
            out.flush();
            out.write("two".getBytes());
            out.write('!');
        });
        assertTrue(answer.contains("Transfer-Encoding: chunked\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n3\r\none\r\n4\r\ntwo!\r\n0\r\n\r\n"), answer);
    }

    @Test
    void smallWritesAreCollectedIntoOneMessageWithItsLength() throws IOException {
        String answer = answer(x -> {
            try (OutputStream out = x.response().begin(200, HttpFields.EMPTY)) {
                for (int i = 0; i < 100; i++) {
                    out.write("12345678".getBytes());
                }
            }
        });
        assertTrue(answer.contains("Content-Length: 800\r\n") && answer.endsWith("12345678"), answer);
    }

    @Test
    void whatIsFlushedArrivesWhileTheGuestStillRuns() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (TestApp app = TestApp.serving(x -> {
            OutputStream out = x.response().begin(200, HttpFields.EMPTY);
            out.write("early".getBytes());
            out.flush();
            try {
                out.write((read.await(60, TimeUnit.SECONDS) ? "late" : "never").getBytes());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }); RawClient client = new RawClient(app)) {
            client.send(GET).readUntil("early");
            read.countDown();
            assertTrue(client.readAll().contains("late"));
        }
    }

    @Test
    void largeBodiesArriveWhole() throws IOException {
        byte[] body = "0123456789abcdef".repeat(1 << 16).getBytes();
        String known = answer(x -> x.response().send(200, HttpFields.EMPTY, body));
        assertTrue(known.contains("Content-Length: " + body.length + "\r\n"), known.substring(0, 200));
        assertEquals(new String(body), known.substring(known.indexOf("\r\n\r\n") + 4));
    }

    @Test
    void headIsAnsweredWithoutABodyAndWithTheLengthOfGet() throws IOException {
        String request = "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        String sent = answer(request, x -> x.response().send(200, HttpFields.EMPTY, "hello".getBytes()));
        assertTrue(sent.contains("Content-Length: 5\r\n") && sent.endsWith("\r\n\r\n"), sent);
        String written = answer(request, x -> x.response().begin(200, HttpFields.EMPTY).write("hello".getBytes()));
        assertTrue(written.contains("Content-Length: 5\r\n") && written.endsWith("\r\n\r\n"), written);
        String announced = answer(request, x -> x.response().begin(200, fields("content-length", "77")).close());
        assertTrue(announced.contains("Content-Length: 77\r\n") && announced.endsWith("\r\n\r\n"), announced);
        String unknown = answer(request, x -> x.response().begin(200, HttpFields.EMPTY).close());
        assertTrue(unknown.startsWith("HTTP/1.1 200 ") && !unknown.contains("Content-Length"), unknown);
        String large = answer(request, x -> x.response().send(200, HttpFields.EMPTY, new byte[100_000]));
        assertTrue(large.contains("Content-Length: 100000\r\n") && large.endsWith("\r\n\r\n"), large);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void statusesWithoutBodyHaveNone(int status) throws IOException {
        String answer = answer("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                x -> x.response().send(status, HttpFields.EMPTY, "injected".getBytes()));
        assertEquals(3, answer.split("HTTP/1.1 " + status + " ", -1).length, answer);
        assertFalse(answer.contains("injected"), answer);
        assertEquals(status == 304, answer.contains("Content-Length: 8"), answer);
    }

    @Test
    void nothingFollowsTheEnd() throws IOException {
        AtomicReference<String> after = new AtomicReference<>();
        String answer = answer(x -> {
            OutputStream out = x.response().begin(200, HttpFields.EMPTY);
            out.write("ok".getBytes());
            out.close();
            out.close();
            after.set(assertThrows(IOException.class, () -> out.write(1)).getMessage());
            assertThrows(IllegalStateException.class, () -> x.response().begin(200, HttpFields.EMPTY));
        });
        assertTrue(answer.endsWith("\r\n\r\nok"), answer);
        assertEquals("the response has ended", after.get());
    }
}
