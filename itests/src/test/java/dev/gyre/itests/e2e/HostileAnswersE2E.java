package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests whose answers are no HTTP, or lie outside of their memory, and guests whose allocator or start cannot be trusted. */
class HostileAnswersE2E {
    @TempDir
    static Path folder;

    private static Gyre gyre;

    @BeforeAll
    static void serve() {
        App app = App.in(folder).spin("bad", "misbehave.wasm", "/bad/...").spin("return", "bad-return.wasm", "/return/...");
        for (String how : List.of("traps", "beyond", "edge", "loops", "same", "unaligned")) {
            app.spin("realloc-" + how, "realloc-" + how + ".wasm", "/realloc-" + how + "/...");
        }
        gyre = app.wagi("start-loop", "start-loop.wasm", "/start-loop").wagi("start-trap", "start-trap.wasm", "/start-trap")
                .settings("[component.realloc-loops.limits]\ndeadline = \"2s\"\n[component.start-loop.limits]\ndeadline = \"2s\"\n").up();
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    @AfterEach
    void theNextRequestIsServed() throws IOException {
        assertEquals("ok\n", get("/bad/ok").text());
    }

    private static Wire.Answer get(String path) throws IOException {
        return Wire.exchange(gyre.address(), "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private static void assertEmpty(int status, Wire.Answer answer) {
        assertEquals(status + " ", answer.status() + " " + answer.text(), gyre::output);
        assertTrue(answer.lines().stream().skip(1).allMatch(l -> l.matches("(?i)(content-length|date):.*")), answer.lines().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-status?0", "bad-status?99", "bad-status?100", "bad-status?101", "bad-status?600", "bad-status?1000", "bad-status?65535"})
    void statusesThatAreNoneAre500(String misdeed) throws IOException {
        assertEmpty(500, get("/bad/" + misdeed));
        gyre.awaitErr("status " + misdeed.split("\\?")[1] + " is not between 200 and 599");
    }

    @ParameterizedTest
    @ValueSource(strings = {"header-injection", "header-name-injection", "many-headers?1001", "many-headers?100000", "long-header?70000"})
    void headersThatCannotBeSentAre500(String misdeed) throws IOException {
        assertEmpty(500, get("/bad/" + misdeed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-header-list", "bad-header-count", "bad-header-count?65536", "bad-header-string", "bad-body"})
    void listsAndStringsOutsideOfMemoryAre500(String misdeed) throws IOException {
        assertEmpty(500, get("/bad/" + misdeed));
        gyre.awaitErr("\"bad\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"beyond", "edge", "null", "tag"})
    void returnAreasOutsideOfMemoryOrOfTheTypeAre500(String how) throws IOException {
        assertEmpty(500, get("/return/" + how));
    }

    @Test
    void emptyListsMayPointAnywhere() throws IOException {
        assertEquals(200, get("/return/dangling").status());
        assertEquals("ok\n", get("/return/anything").text());
    }

    @Test
    void oddReturnAreasBreakTheConvention() throws IOException {
        assertEmpty(500, get("/return/unaligned"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"traps", "beyond", "edge", "unaligned"})
    void allocatorsThatAreWrongAre500(String how) throws IOException {
        assertEmpty(500, get("/realloc-" + how + "/x"));
        gyre.awaitErr("\"realloc-" + how + "\"");
    }

    @Test
    void anAllocatorThatNeverReturnsIs504() throws IOException {
        assertEmpty(504, get("/realloc-loops/x"));
    }

    @Test
    void anAllocatorThatGivesOnePlaceHarmsItsGuestOnly() throws IOException {
        assertEquals("ok\n", get("/realloc-same/x").text());
    }

    @Test
    void startFunctionsThatLoopOrTrapEndTheirRequestOnly() throws IOException {
        assertEmpty(504, get("/start-loop"));
        assertEmpty(500, get("/start-trap"));
        gyre.awaitErr("\"start-loop\": start-up failed: deadline");
        gyre.awaitErr("\"start-trap\": start-up failed: unreachable");
    }

    @Test
    void headersNearTheLimitsPass() throws IOException {
        assertEquals(900, get("/bad/many-headers?900").all("x-many").size());
        assertEquals(60_000, get("/bad/long-header?60000").all("x-long").getFirst().length());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 500})
    void theLengthIsThatOfTheBodyWhateverTheGuestSays(int said) throws IOException {
        Wire.Answer answer = get("/bad/content-length?" + said);
        assertEquals("200 five\n", answer.status() + " " + answer.text());
        assertEquals(List.of("5"), answer.all("content-length"));
    }

    @Test
    void hopByHopHeadersAreNotTheGuestsToSay() throws IOException {
        Wire.Answer answer = get("/bad/hop-headers");
        assertEquals("200 hop\n", answer.status() + " " + answer.text());
        assertTrue(answer.lines().stream().skip(1).allMatch(l -> l.matches("(?i)(content-length|date):.*")), answer.lines().toString());
    }

    @Test
    void largeBodiesPass() throws IOException {
        assertEquals(20_000_000, get("/bad/big-body?20000000").body().length);
    }
}
