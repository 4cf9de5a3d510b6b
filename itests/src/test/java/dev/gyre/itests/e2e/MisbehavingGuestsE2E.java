package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guests that trap, exit, loop and take what they can: the client gets a status, the operator the reason, and the process goes
 * on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MisbehavingGuestsE2E {
    private static final int MEBIBYTES = 64;

    @TempDir
    static Path folder;

    private App app;
    private Gyre gyre;

    /** What this test's container is started with. */
    String[] options() {
        return new String[0];
    }

    @BeforeAll
    void serve() {
        app = App.in(folder).spin("bad", "misbehave.wasm", "/bad/...").spin("patient", "misbehave.wasm", "/patient/...")
                .spin("small", "misbehave.wasm", "/small/...").spin("looping", "misbehave.wasm", "/looping/...").spin("hasty", "misbehave.wasm", "/hasty/...").settings("""
                [component.looping.limits]
                deadline = "4s"
                [component.patient.limits]
                deadline = "100s"
                [component.hasty.limits]
                deadline = "500ms"
                [component.small.limits]
                memory = "%d MiB"
                """.formatted(MEBIBYTES));
        gyre = app.up(options());
    }

    @AfterAll
    void stop() {
        gyre.close();
    }

    @AfterEach
    void theNextRequestIsServed() {
        HttpResponse<String> answer = Http.get(gyre.resolve("/bad/ok"));
        assertEquals("200 ok\n", answer.statusCode() + " " + answer.body());
    }

    private void assertFails(int status, String path) {
        HttpResponse<String> answer = Http.get(gyre.resolve(path));
        assertEquals(status + " ", answer.statusCode() + " " + answer.body(), () -> path + "\n" + gyre.output());
        assertTrue(answer.headers().firstValue("content-type").isEmpty());
        assertTrue(answer.headers().firstValue("server").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"trap,unreachable,trap", "divide,integer-divide-by-zero,divide", "read-beyond,out-of-bounds-memory,read_beyond",
        "wrong-call,indirect-call-mismatch,wrong_call", "abort,unreachable,abort"})
    void trapsAre500AndLoggedWithTheFunction(String misdeed, String kind, String function) {
        assertFails(500, "/bad/" + misdeed);
        gyre.awaitErr("\"bad\": handle-http-request failed: " + kind);
        gyre.awaitErr("!" + function + "\n"); // which no other misdeed logs
    }

    @Test
    void theBackTraceNamesTheGuestsFunctionsFromTheInside() {
        assertFails(500, "/bad/trap-deep?0");
        String log = gyre.awaitErr("!trap_deep\n");
        String trace = log.substring(log.indexOf("!innermost_function\n"));
        assertTrue(trace.indexOf("!middle_function\n") > 0 && trace.indexOf("!middle_function\n") < trace.indexOf("!trap_deep\n"), log);
        assertFalse(trace.contains("chicory") || trace.contains(".java:"), log);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255})
    void exitingIsNoAnswer(int code) {
        assertFails(500, "/bad/exit?" + code);
        gyre.awaitErr("code " + code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "loop-memory", "memory-fill?0", "memory-copy?0", "random-flood?0", "clock-flood?0", "sleep?60000", "stdout-flood?0"})
    void whatDoesNotEndIs504SoonAfterTheDeadline(String misdeed) {
        long begin = System.nanoTime();
        assertFails(504, "/hasty/" + misdeed);
        assertTrue(System.nanoTime() - begin < 25_000_000_000L, "others have 30 seconds");
        gyre.awaitErr("\"hasty\": handle-http-request failed: deadline");
    }

    @Test
    void endlessRecursionIs500() {
        assertFails(500, "/patient/recurse");
        gyre.awaitErr("handle-http-request failed: stack-overflow");
    }

    @Test
    void memoryEndsAtItsLimitAndIsNoFailureByItself() {
        HttpResponse<String> limited = Http.get(gyre.resolve("/small/grow"));
        assertEquals("200 pages: " + MEBIBYTES * 16 + "\n", limited.statusCode() + " " + limited.body(), gyre::output);
        assertEquals("pages: 4096\n", Http.get(gyre.resolve("/patient/grow")).body());
        assertFails(500, "/small/alloc");
    }

    @Test
    void memoryBombsAtOnceHarmNobody() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> bombs = clients.invokeAll(IntStream.range(0, 16)
                    .<Callable<Integer>>mapToObj(i -> () -> Http.get(gyre.resolve("/small/grow")).statusCode()).toList());
            for (Future<Integer> bomb : bombs) {
                assertTrue(List.of(200, 500, 503, 504).contains(bomb.get()), bomb.get() + "\n" + gyre.output());
            }
        }
        assertEquals("ok\n", Http.get(gyre.resolve("/patient/ok")).body());
    }

    /** More endless loops than there are processors: the loops end at their deadline, and others do not wait for that. On a machine that stands still for seconds all do. */
    @Test
    void endlessLoopsDoNotKeepOthersFromBeingServed() throws Exception {
        int served = 0;
        for (int round = 0; round < 5 && served <= 10; round++) {
            served = servedBesideLoops(2 * Runtime.getRuntime().availableProcessors() + 2);
        }
        assertTrue(served > 10, served + " requests were served beside loops");
    }

    private int servedBesideLoops(int loops) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> running = IntStream.range(0, loops)
                    .mapToObj(i -> clients.submit(() -> Http.get(gyre.resolve("/looping/loop")).statusCode())).toList();
            int served = 0;
            while (running.stream().noneMatch(Future::isDone)) {
                assertEquals("ok\n", Http.get(gyre.resolve("/patient/ok")).body());
                served++;
            }
            for (Future<Integer> loop : running) {
                assertEquals(504, loop.get());
            }
            return served;
        }
    }

    @Test
    void everyRequestSeesAFreshInstanceAlsoAtOnce() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> requests = IntStream.range(0, 40)
                    .<Callable<String>>mapToObj(i -> () -> Http.get(gyre.resolve(i % 2 == 0 ? "/patient/canary" : "/patient/count")).body()).toList();
            for (Future<String> answer : clients.invokeAll(requests)) {
                assertTrue(List.of("dirty bytes: 0\n", "calls: 1\n").contains(answer.get()), answer.get());
            }
        }
    }

    @Test
    void aFloodOfOutputIsCutAndSaysSo() {
        assertEquals("written: 5242880\n", Http.get(gyre.resolve("/patient/stdout-flood?5")).body());
        assertEquals("written: 5242880\n", Http.get(gyre.resolve("/patient/stderr-flood?5")).body());
        String notice = "4194304 more bytes of this event were dropped: the limit is 1048576 (log-bytes)";
        gyre.awaitErr(notice);
        gyre.awaitOut(notice);
        for (String stream : List.of("stdout", "stderr")) {
            String log = app.log("patient_" + stream + ".txt");
            assertTrue(log.contains(notice) && log.length() < 2 << 20, log.length() + " bytes");
        }
    }

    @Test
    void escapeSequencesReachTheLogFilesAndNotTheTerminal() {
        assertEquals("ok\n", Http.get(gyre.resolve("/patient/stderr-escape")).body());
        String shown = gyre.awaitErr("hidden");
        assertTrue(shown.contains("[patient] \\x1b[2J\\x1b[H\\x1b]0;owned\\x07bell\\x07 back\\x08\\x08\n[patient] \\x1b[8mhidden\\x1b[0m"), shown);
        assertFalse(shown.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0), shown);
        assertTrue(app.log("patient_stderr.txt").contains("\u001b[2J\u001b[H"), "the file keeps what the guest wrote");
    }

    @Test
    void anUnknownMisdeedIsAnOrdinaryAnswer() {
        assertEquals(404, Http.get(gyre.resolve("/bad/nothing-of-that-name")).statusCode());
    }
}
