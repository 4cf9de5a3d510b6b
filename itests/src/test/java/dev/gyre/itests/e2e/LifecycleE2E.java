package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, starting again, several at once, and ending while there is something to do. */
class LifecycleE2E {
    @TempDir
    Path folder;

    private App app() {
        return App.in(folder.resolve("app")).wagi("cgi", "wagi-misbehave.wasm", "/cgi").spin("bad", "misbehave.wasm", "/bad/...");
    }

    /** One that is compiled in no time. */
    private App small() {
        return App.in(folder.resolve("small")).spin("hello", Gyre.root().resolve("examples/hello/hello.wasm").toString(), "/...");
    }

    private static String get(Gyre gyre, String target) throws IOException {
        return Wire.exchange(gyre.address(), "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").text();
    }

    @Test
    void aStopLetsRunningRequestsEndAndTakesNoNewOnesAndHealthSaysSoAtOnce() throws Exception {
        Gyre gyre = app().up("--health", "127.0.0.1:0");
        URI ready = URI.create(gyre.awaitOut("/ready").replaceFirst("(?s).*Health checks are at (http://\\S+).*", "$1"));
        assertEquals("OK gyre: 1 applications run\nOK key-value: no store failed\n", Http.get(ready).body());
        assertEquals("ok\n", get(gyre, "/cgi?ok"));
        try (Wire slow = new Wire(gyre.address()); Wire sleeping = new Wire(gyre.address()); Wire idle = new Wire(gyre.address())) {
            slow.send("GET /cgi?slow=2000 HTTP/1.1\r\nHost: a\r\n\r\n");
            sleeping.send("GET /bad/sleep?2000 HTTP/1.1\r\nHost: a\r\n\r\n");
            idle.send("GET /bad/ok HTTP/1.1\r\nHost: a\r\n\r\n").read();
            Thread.sleep(500);
            gyre.process().destroy();
            HttpResponse<String> last = Http.get(ready);
            while (last.statusCode() == 200) {
                last = Http.get(ready);
            }
            assertTrue(last.body().startsWith("TEMPORARILY_UNAVAILABLE gyre: stopping\n"), last.body());
            Thread.sleep(500);
            assertThrows(ConnectException.class, () -> new Wire(gyre.address()).close());
            assertEquals("first\nlast\n", slow.read().text());
            assertEquals("slept: 2000\n", sleeping.read().text());
            assertEquals(0, gyre.exitCode(), gyre::output);
            assertFalse(gyre.err().contains("ERROR"), gyre.err());
        } finally {
            gyre.close();
        }
    }

    @Test
    void aStopEndsGuestsThatDoNotEnd() throws Exception {
        Gyre gyre = app().settings("[limits]\ndeadline = \"10m\"\n").up();
        try (Wire loop = new Wire(gyre.address())) {
            loop.send("GET /bad/loop HTTP/1.1\r\nHost: a\r\n\r\n");
            Thread.sleep(500);
            long begin = System.nanoTime();
            gyre.process().destroy();
            assertEquals(0, gyre.exitCode(), gyre::output);
            assertTrue(System.nanoTime() - begin < 25_000_000_000L, gyre.output());
        } finally {
            gyre.close();
        }
    }

    /** Files of the compile cache with their times. */
    private static Map<String, String> artefacts(Path cache) throws IOException {
        Map<String, String> out = new TreeMap<>();
        try (Stream<Path> all = Files.walk(cache)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile).filter(f -> !f.toString().contains("aot"))::iterator) {
                out.put(cache.relativize(file).toString(), Files.size(file) + " " + Files.getAttribute(file, "unix:ino"));
            }
        }
        return out;
    }

    @Test
    void aSecondStartTakesCompiledModulesFromTheCache() throws Exception {
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString(), "GYRE_AOT", "off");
        try (Gyre gyre = small().up(environment)) {
            assertEquals("Hello from Gyre!\n", get(gyre, "/"));
        }
        Map<String, String> first = artefacts(folder.resolve("cache"));
        assertFalse(first.isEmpty());
        try (Gyre gyre = small().up(environment)) {
            assertEquals("Hello from Gyre!\n", get(gyre, "/"));
        }
        assertEquals(first, artefacts(folder.resolve("cache")));
    }

    @Test
    void aTamperedCacheIsNotBelieved() throws Exception {
        Path cache = folder.resolve("cache");
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", cache.toString(), "GYRE_AOT", "off");
        try (Gyre gyre = small().up(environment)) {
            assertEquals("Hello from Gyre!\n", get(gyre, "/"));
        }
        for (String name : artefacts(cache).keySet()) {
            byte[] content = Files.readAllBytes(cache.resolve(name));
            content[content.length / 2] ^= 1;
            Files.write(cache.resolve(name), content);
        }
        try (Gyre gyre = small().up(environment)) {
            assertEquals("Hello from Gyre!\n", get(gyre, "/"));
        }
    }

    @Test
    void aCacheThatCannotBeWrittenIsDoneWithout() throws Exception {
        Path file = Files.writeString(folder.resolve("no-folder"), "");
        try (Gyre gyre = small().up(Map.of("XDG_CACHE_HOME", file.toString()))) {
            assertEquals("Hello from Gyre!\n", get(gyre, "/"));
        }
    }

    @Test
    void twoProcessesServeTheSameApplicationAtOnce() throws Exception {
        try (Gyre one = app().up(); Gyre two = app().up()) {
            assertEquals("ok\n", get(one, "/bad/ok"));
            assertEquals("ok\n", get(two, "/bad/ok"));
        }
    }

    @Test
    void componentsAreShownAsAsked() throws Exception {
        try (Gyre quiet = app().up("--quiet"); Gyre one = app().up("--follow", "cgi")) {
            for (Gyre gyre : new Gyre[] {quiet, one}) {
                get(gyre, "/cgi?stderr-flood=1");
                get(gyre, "/bad/stderr-flood?1");
            }
            one.awaitErr("[cgi] xxx");
            assertFalse(one.err().contains("[bad]"));
            assertFalse(quiet.err().contains("[cgi]") || quiet.err().contains("[bad]"));
        }
    }

    @Test
    void logsGoWhereTheUserWants() throws Exception {
        Path logs = folder.resolve("logs/here");
        try (Gyre gyre = app().up("--log-dir", logs.toString())) {
            get(gyre, "/cgi?stderr-escape");
        }
        assertTrue(Files.readString(logs.resolve("cgi_stderr.txt"), java.nio.charset.StandardCharsets.ISO_8859_1).contains("red"));
        assertFalse(Files.exists(folder.resolve("app/.gyre/logs")));
    }
}
