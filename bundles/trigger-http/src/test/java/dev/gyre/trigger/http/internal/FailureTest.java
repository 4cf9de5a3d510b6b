package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.runtime.UnavailableException;

class FailureTest {
    private static final String KEEP_ALIVE = "GET /path HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String CLOSE = "GET /path HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String SECRET = "/home/secret/file";

    private static HttpHandler throwing(Throwable failure) {
        return x -> {
            switch (failure) {
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError(failure);
            }
        };
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new HttpFailure(405, "", SECRET), 405, ""),
                Arguments.of(new HttpFailure(422, "what the client may read\u00e4", SECRET), 422, "what the client may read\u00c3\u00a4"),
                Arguments.of(new HttpFailure(200, "", SECRET), 500, ""),
                Arguments.of(new UnavailableException(SECRET), 503, ""),
                Arguments.of(new TrapException(TrapKind.DEADLINE, SECRET), 504, ""),
                Arguments.of(new TrapException(TrapKind.UNREACHABLE, SECRET), 500, ""),
                Arguments.of(new TrapException(TrapKind.RESOURCE_LIMIT, SECRET), 500, ""),
                Arguments.of(new GuestExit(3), 500, ""),
                Arguments.of(new GyreException(SECRET), 500, ""),
                Arguments.of(new IllegalStateException(SECRET), 500, ""),
                Arguments.of(new IOException(SECRET), 500, ""),
                Arguments.of(new StackOverflowError(SECRET), 500, ""),
                Arguments.of(new OutOfMemoryError(SECRET), 500, ""));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failuresBecomeAStatusAndNothingElse(Throwable failure, int status, String text) throws IOException {
        try (TestApp app = TestApp.serving(throwing(failure))) {
            String answer = RawClient.exchange(app, KEEP_ALIVE + CLOSE);
            assertEquals(3, answer.split("HTTP/1.1 " + status + " ", -1).length, answer);
            assertTrue(answer.endsWith("\r\n\r\n" + text), answer);
            assertEquals(!text.isEmpty(), answer.contains("Content-Type: text/plain; charset=utf-8"), answer);
            assertEquals(status == 503, answer.contains("Retry-After: 1"), answer);
            assertFalse(answer.contains("secret") || answer.contains("Exception"), answer);
        }
    }

    @Test
    void theOperatorReadsWhatTheClientDoesNot() throws Exception {
        try (TestApp app = TestApp.serving(throwing(new GyreException("detail one\nforged line")))) {
            RawClient.exchange(app, CLOSE);
            assertEquals("ERROR dev.gyre.trigger.http: app \"test \"app\"\", component \"guest\": GET /path: 500: detail one\\u000Aforged line",
                    RecordingLogs.await("detail one"));
        }
    }

    @Test
    void aTrapThatWasReportedAlreadyIsNotLoggedAgain() throws Exception {
        TrapException trap = new TrapException(TrapKind.UNREACHABLE, "reported by the runtime");
        trap.firstReport();
        try (TestApp app = TestApp.serving(throwing(trap))) {
            assertTrue(RawClient.exchange(app, CLOSE).startsWith("HTTP/1.1 500 "));
        }
        assertEquals(0, RecordingLogs.lines("reported by the runtime").size());
    }

    @Test
    void aCancelledGuestEndsItsConnectionWithoutAnAnswer() throws IOException {
        try (TestApp app = TestApp.serving(throwing(new TrapException(TrapKind.CANCELLED, "gone")))) {
            String answer = RawClient.exchange(app, KEEP_ALIVE);
            assertTrue(answer.isEmpty() || answer.equals("<reset>"), answer);
        }
    }

    @Test
    void anExecutorThatAnswersNothingIsAnError() throws IOException {
        try (TestApp app = TestApp.serving(x -> { })) {
            assertTrue(RawClient.exchange(app, CLOSE).startsWith("HTTP/1.1 500 "));
        }
    }

    @Test
    void aFailureAfterTheBeginningButBeforeTheFirstByteIsStillClean() throws IOException {
        try (TestApp app = TestApp.serving(x -> {
            OutputStream out = x.response().begin(200, HttpFields.EMPTY.with("x-half", "1").with("content-length", "100"));
            out.write("half".getBytes());
            throw new GyreException("then it failed");
        })) {
            String answer = RawClient.exchange(app, CLOSE);
            assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
            assertFalse(answer.contains("half"), answer);
        }
    }

    @Test
    void aFailureInTheMiddleNeverLooksLikeTheEnd() throws IOException {
        for (String request : new String[] {KEEP_ALIVE, CLOSE}) {
            try (TestApp app = TestApp.serving(x -> {
                OutputStream out = x.response().begin(200, HttpFields.EMPTY);
                out.write("half".getBytes());
                out.flush();
                throw new GyreException("then it failed");
            })) {
                String answer = RawClient.exchange(app, request);
                assertTrue(answer.contains("Transfer-Encoding: chunked"), answer);
                assertFalse(answer.contains("0\r\n\r\n"), answer);
            }
        }
    }
}
