package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers may say, and what they may not do to us. */
class ResponsesTest extends ClientFixture {
    @AfterEach
    void allMemoryIsGivenBack() throws Exception {
        assertAllMemoryIsGivenBack();
    }

    @Test
    void headersComeInOrderInLowerCaseAndRepeated() throws Exception {
        say("h", "HTTP/1.1 418 Teapot\r\nX-B: 2\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nX-Empty:\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc");
        try (Answer answer = get("http://h/")) {
            assertEquals(418, answer.status());
            assertEquals(List.of(Map.entry("x-b", "2"), Map.entry("set-cookie", "a=1"), Map.entry("set-cookie", "b=2"), Map.entry("x-empty", ""),
                    Map.entry("content-length", "3")), answer.headers());
            assertEquals("abc", text(answer));
        }
    }

    @Test
    void chunkedBodiesAndBodiesUntilTheEndWork() throws Exception {
        say("h", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
        try (Answer answer = get("http://h/")) {
            assertEquals(List.of(), answer.headers());
            assertEquals("abcde", text(answer));
        }
        serve("h", (request, out) -> {
            out.write("HTTP/1.0 200 OK\r\n\r\nto the end".getBytes(StandardCharsets.ISO_8859_1));
            throw new IOException("close");
        });
        assertEquals("to the end", text(get("http://h/")));
    }

    @Test
    void encodedContentIsHandedOnAsItIs() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(new byte[1 << 20]);
        }
        serve("h", (request, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.size() + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(zipped.toByteArray());
        });
        try (Answer answer = get("http://h/")) {
            assertEquals("gzip", answer.header("content-encoding").orElseThrow());
            assertEquals(zipped.size(), answer.body().length());
        }
    }

    @Test
    void interimResponsesAreSkipped() throws Exception {
        say("h", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + RawServer.ok("final"));
        assertEquals("final", text(get("http://h/")));
    }

    @Test
    void anAuthenticationChallengeIsTheGuestsBusiness() throws Exception {
        RawServer server = say("h", "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
        try (Answer answer = get("http://h/")) {
            assertEquals(401, answer.status());
            assertEquals("Basic realm=\"x\"", answer.header("www-authenticate").orElseThrow());
        }
        assertEquals(1, server.seen.size());
    }

    @Test
    void aBodyAtTheLimitArrivesInAnySizeOfPieces() throws Exception {
        String body = "0123456789abcdef".repeat(1 << 12);
        say("h", RawServer.ok(body));
        assertEquals(body, text(get("http://h/")));
        serve("h", (request, out) -> {
            StringBuilder chunks = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            body.chars().forEach(c -> chunks.append("1\r\n").append((char) c).append("\r\n"));
            out.write(chunks.append("0\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        });
        assertEquals(body, text(get("http://h/")));
    }

    @Test
    void aBodyOverTheLimitIsRefusedHoweverItIsSent() throws Exception {
        say("h", "HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n");
        assertTrue(fails(OutboundFailure.Kind.REQUEST, "http://h/").getMessage().contains("over the limit of 65536 bytes"));
        say("h", "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n");
        fails(OutboundFailure.Kind.REQUEST, "http://h/");
        serve("h", (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write(("4000\r\n" + "x".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
        });
        fails(OutboundFailure.Kind.REQUEST, "http://h/");
    }

    @Test
    void allBodiesTogetherAreBounded() throws Exception {
        say("h", RawServer.ok("x".repeat(1 << 16)));
        List<Answer> held = new java.util.ArrayList<>();
        try {
            OutboundFailure e = assertThrows(OutboundFailure.class, () -> {
                for (int i = 0; i < 10; i++) {
                    held.add(get("http://h/"));
                }
            });
            assertEquals(OutboundFailure.Kind.RUNTIME, e.kind());
            assertTrue(held.size() >= 2 && held.size() <= 4, held.size() + " bodies were held");
        } finally {
            held.forEach(Answer::close);
        }
        assertEquals(1 << 16, text(get("http://h/")).length());
    }

    @Test
    void aLengthLargerThanTheBodyIsAnError() throws Exception {
        serve("h", (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort".getBytes(StandardCharsets.ISO_8859_1));
            throw new IOException("close");
        });
        fails(OutboundFailure.Kind.REQUEST, "http://h/");
    }

    @Test
    void aLengthSmallerThanTheBodyDoesNotPoisonTheNextResponse() throws Exception {
        serve("h", (request, out) -> {
            if (request.line().contains("/a")) {
                out.write((RawServer.ok("abc") + RawServer.ok("poison")).getBytes(StandardCharsets.ISO_8859_1));
            } else {
                out.write(RawServer.ok("clean").getBytes(StandardCharsets.ISO_8859_1));
            }
        });
        assertEquals("abc", text(get("http://h/a")));
        assertEquals("clean", text(get("http://h/b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "nonsense\r\n\r\n", "HTTP/1.1 99999 X\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n", "HTTP/1.1 200 OK\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "\u0000\u0001\u0002\u0003\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    })
    void whatIsNotHttpIsAnErrorAndEndsInTime(String response) throws Exception {
        serve("h", (request, out) -> {
            out.write(response.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            throw new IOException("close");
        });
        event.millisLeft(3000);
        fails(OutboundFailure.Kind.REQUEST, "http://h/");
    }

    @Test
    void headersOverTheLimitAreAnError() throws Exception {
        say("h", "HTTP/1.1 200 OK\r\nX: " + "y".repeat(70_000) + "\r\n\r\n");
        fails(OutboundFailure.Kind.REQUEST, "http://h/");
        serve("h", (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write("x: y\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        });
        fails(OutboundFailure.Kind.REQUEST, "http://h/");
    }

    @Test
    void aServerThatNeverAnswersTakesTheEventsTimeOnly() throws Exception {
        serve("h", (request, out) -> Thread.sleep(60_000));
        event.millisLeft(1000);
        long start = System.nanoTime();
        OutboundFailure e = fails(OutboundFailure.Kind.REQUEST, "http://h/");
        assertTrue(e.getMessage().contains("did not answer within"), e.getMessage());
        assertTrue(System.nanoTime() - start < 30_000_000_000L);
    }

    @Test
    void aServerThatDripsTakesTheEventsTimeOnly() throws Exception {
        serve("h", (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write('x');
                out.flush();
                Thread.sleep(20);
            }
        });
        event.millisLeft(300);
        long start = System.nanoTime();
        fails(OutboundFailure.Kind.REQUEST, "http://h/");
        assertTrue(System.nanoTime() - start < 30_000_000_000L);
    }

    @Test
    void noTimeLeftMeansNoRequest() throws Exception {
        RawServer server = say("h", RawServer.ok(""));
        event.millisLeft(-1);
        fails(OutboundFailure.Kind.REQUEST, "http://h/");
        assertTrue(server.seen.isEmpty());
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        serve("h", (request, out) -> {
            asked.countDown();
            Thread.sleep(60_000);
        });
        AtomicReference<String> outcome = new AtomicReference<>();
        Thread guest = Thread.ofVirtual().start(() -> {
            OutboundFailure e = assertThrows(OutboundFailure.class, () -> get("http://h/"));
            outcome.set(e.kind() + " " + Thread.currentThread().isInterrupted());
        });
        asked.await();
        guest.interrupt();
        assertTrue(guest.join(java.time.Duration.ofSeconds(60)));
        assertEquals("RUNTIME true", outcome.get());
    }
}
