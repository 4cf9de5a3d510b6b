package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
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
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        HttpServer peer = peer(asked, go);
        Gyre gyre = app().spin("asks", "../../examples/outbound-http/outbound_http.wasm", "/asks", "allowed_http_hosts = [\"insecure:allow-all\"]")
                .settings("[http]\ndrain = \"2m\"\n[limits]\ndeadline = \"2m\"\n").up("--health", "127.0.0.1:0");
        URI ready = URI.create(gyre.awaitOut("/ready").replaceFirst("(?s).*Health checks are at (http://\\S+).*", "$1"));
        assertEquals("OK gyre: 1 applications run\nOK key-value: no store failed\n", Http.get(ready).body());
        assertEquals("ok\n", get(gyre, "/cgi?ok"));
        try (Wire asks = new Wire(gyre.address()); Wire slow = new Wire(gyre.address()); Wire sleeping = new Wire(gyre.address()); Wire idle = new Wire(gyre.address())) {
            slow.send("GET /cgi?slow=1000 HTTP/1.1\r\nHost: a\r\n\r\n"); // has begun before those that come after it
            asks.send("GET /asks?url=http://127.0.0.1:" + peer.getAddress().getPort() + "/ HTTP/1.1\r\nHost: a\r\n\r\n");
            asked.await();
            begin(sleeping, "/bad/sleep?1000");
            idle.send("GET /bad/ok HTTP/1.1\r\nHost: a\r\n\r\n").read();
            gyre.process().destroy();
            HttpResponse<String> last = Http.get(ready);
            while (last.statusCode() == 200) {
                last = Http.get(ready);
            }
            assertTrue(last.body().startsWith("TEMPORARILY_UNAVAILABLE gyre: stopping\n"), last.body());
            awaitNoConnections(gyre);
            go.countDown();
            assertTrue(asks.read().text().startsWith("status: 200\n"), gyre::output);
            assertEquals("first\nlast\n", slow.read().text());
            assertEquals("slept: 1000\n", sleeping.read().text());
            assertEquals(0, gyre.exitCode(), gyre::output);
            assertFalse(gyre.err().contains("ERROR"), gyre.err());
        } finally {
            go.countDown();
            gyre.close();
            peer.stop(0);
        }
    }

    /** Whom a guest asks; it answers when it may. */
    private static HttpServer peer(CountDownLatch asked, CountDownLatch go) throws IOException {
        HttpServer peer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        peer.createContext("/", exchange -> {
            try (exchange) {
                asked.countDown();
                go.await();
                exchange.sendResponseHeaders(200, -1);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        peer.start();
        return peer;
    }

    /** Sends a request that is being handled when this returns. */
    private static void begin(Wire wire, String target) throws IOException {
        wire.send("POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n");
        assertEquals(100, wire.readHead().status());
        wire.send("x");
    }

    private static void awaitNoConnections(Gyre gyre) throws Exception {
        for (int i = 0; i < 600; i++) {
            try (Wire late = new Wire(gyre.address())) {
                Thread.sleep(100);
            } catch (ConnectException e) {
                return;
            }
        }
        throw new AssertionError("connections are taken while it stops");
    }

    @Test
    void aStopEndsGuestsThatDoNotEnd() throws Exception {
        Gyre gyre = app().settings("[limits]\ndeadline = \"10m\"\n[http]\ndrain = \"2s\"\n").up();
        try (Wire loop = new Wire(gyre.address())) {
            begin(loop, "/bad/loop");
            gyre.process().destroy();
            assertEquals(0, gyre.exitCode(), gyre::output); // waits for less than the deadline
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
        assertTrue(Files.readString(logs.resolve("cgi_stderr.txt"), StandardCharsets.ISO_8859_1).contains("red"));
        assertFalse(Files.exists(folder.resolve("app/.gyre/logs")));
    }
}
