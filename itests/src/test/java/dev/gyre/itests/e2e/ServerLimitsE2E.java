package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of the server that {@code gyre.toml} sets low: clients that are too slow, too many or too much. */
class ServerLimitsE2E {
    private static final int MEBIBYTES = 300;
    /** So long a connection may be silent where nobody says otherwise, less a little. */
    private static final long DEFAULT_NANOS = 28_000_000_000L;
    private static final int ROUNDS = 10;
    private static final String HOST = " HTTP/1.1\r\nHost: a\r\n";

    @TempDir
    static Path folder;

    @TempDir
    static Path streaming;

    private static Gyre gyre;

    @BeforeAll
    static void serve() {
        gyre = App.in(folder).spin("echo", "echo-g2.wasm", "/echo/...").spin("few", "misbehave.wasm", "/few/...").wagi("cgi", "wagi-misbehave.wasm", "/cgi").settings("""
                [http]
                max-body = "64 KiB"
                max-head = "4 KiB"
                max-headers = 20
                idle-timeout = "1s"
                body-timeout = "2s"

                [component.few.limits]
                events = 1
                queue = 1
                patience = "300ms"
                """).up();
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    @AfterEach
    void othersAreServed() {
        assertEquals(200, Http.get(gyre.resolve("/echo/x")).statusCode());
    }

    @Test
    void headsHaveASize() throws IOException {
        assertEquals(431, Wire.exchange(gyre.address(), "GET /echo/x" + HOST + "X-Long: " + "x".repeat(5000) + "\r\n\r\n").status());
        assertEquals(414, Wire.exchange(gyre.address(), "GET /echo/" + "x".repeat(5000) + HOST + "\r\n").status());
        assertEquals(431, Wire.exchange(gyre.address(), "GET /echo/x" + HOST + "X-Many: 1\r\n".repeat(20) + "\r\n").status());
        assertEquals(200, Wire.exchange(gyre.address(), "GET /echo/x" + HOST + "X-Many: 1\r\n".repeat(19) + "\r\n").status());
    }

    @Test
    void bodiesHaveASize() throws IOException {
        assertEquals(200, Wire.exchange(gyre.address(), "POST /echo/raw" + HOST + "Content-Length: 65536\r\n\r\n" + "x".repeat(64 << 10)).status());
        assertEquals(413, Wire.exchange(gyre.address(), "POST /echo/raw" + HOST + "Content-Length: 65537\r\n\r\n").status());
        assertEquals(413, Wire.exchange(gyre.address(), "POST /cgi?echo" + HOST + "Transfer-Encoding: chunked\r\n\r\n10001\r\n" + "x".repeat(65537) + "\r\n0\r\n\r\n").status());
    }

    @Test
    void silentClientsAreCutOff() throws IOException {
        try (Wire nothing = new Wire(gyre.address()); Wire half = new Wire(gyre.address()); Wire body = new Wire(gyre.address())) {
            half.send("GET /echo/x HTTP/1.1\r\nHost: ");
            body.send("POST /echo/x" + HOST + "Content-Length: 10\r\n\r\nabc");
            long begin = System.nanoTime();
            assertEquals(408, body.read().status());
            assertTrue(nothing.closed());
            half.closed();
            assertTrue(System.nanoTime() - begin < DEFAULT_NANOS);
        }
    }

    @Test
    void dripsAreNotWaitedForLongerThanAllowed() throws Exception {
        try (Wire wire = new Wire(gyre.address())) {
            wire.send("POST /echo/x" + HOST + "Content-Length: 1000\r\n\r\n");
            long begin = System.nanoTime();
            for (int i = 0; i < 100 && !wire.answered(); i++) {
                wire.send("x");
                Thread.sleep(200);
            }
            assertEquals(408, wire.read().status());
            assertTrue(System.nanoTime() - begin < DEFAULT_NANOS);
        }
    }

    @Test
    void manySlowClientsKeepNobodyOut() throws IOException {
        boolean beside = false;
        for (int round = 0; round < ROUNDS && !beside; round++) {
            beside = isServedBesideSlowClients(200);
        }
        assertTrue(beside, "nobody is served before the first slow client is cut off");
    }

    private static boolean isServedBesideSlowClients(int clients) throws IOException {
        List<Wire> slow = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                slow.add(new Wire(gyre.address()).send("POST /echo/x" + HOST + "Content-Length: 100\r\n\r\nx"));
            }
            assertEquals(200, Http.get(gyre.resolve("/echo/x")).statusCode());
            for (Wire wire : slow) {
                if (wire.answered()) {
                    return false; // which tells nothing: the machine was slower than they
                }
            }
            return true;
        } finally {
            for (Wire wire : slow) {
                wire.close();
            }
        }
    }

    @Test
    void whenAllPlacesAreTakenOthersWaitAndThenAreTurnedAway() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                Future<Integer> sleeping = clients.submit(() -> Http.get(gyre.resolve("/few/sleep?4000")).statusCode());
                while (!sleeping.isDone() && Http.get(gyre.resolve("/few/ok")).statusCode() == 200) {
                    Thread.onSpinWait(); // it has not begun
                }
                List<Future<HttpResponse<String>>> others = clients.invokeAll(IntStream.range(0, 5)
                        .<Callable<HttpResponse<String>>>mapToObj(i -> () -> Http.get(gyre.resolve("/few/ok"))).toList());
                if (!sleeping.isDone()) { // the one place was taken all the time
                    for (Future<HttpResponse<String>> other : others) {
                        assertEquals(503, other.get().statusCode());
                        assertEquals("1", other.get().headers().firstValue("retry-after").orElse(""));
                        assertEquals("", other.get().body());
                    }
                    assertEquals(200, sleeping.get());
                    return;
                }
            }
            throw new AssertionError("no request was answered while another one had the only place");
        }
    }

    @Test
    void largeBodiesStreamThroughASmallHeap() throws IOException {
        App app = App.in(streaming).wagi("cgi", "wagi-misbehave.wasm", "/cgi").settings("[http]\nmax-body = \"1 GiB\"\n[limits]\ndeadline = \"5m\"\n");
        try (Gyre small = app.up(Map.of("GYRE_OPTS", "-Xmx160m")); Wire wire = new Wire(small.address())) {
            wire.send("POST /cgi?read-some=1000000000" + HOST + "Content-Length: " + MEBIBYTES * (1 << 20) + "\r\n\r\n");
            byte[] block = new byte[1 << 20];
            try {
                for (int i = 0; i < MEBIBYTES; i++) {
                    wire.send(block);
                }
            } catch (SocketException e) {
                throw new AssertionError(small.output(), e);
            }
            assertEquals("ok\n", wire.read().text(), small::output);
            HttpResponse<InputStream> answer = Http.send("GET", small.resolve("/cgi?huge=" + MEBIBYTES), BodyPublishers.noBody(), BodyHandlers.ofInputStream());
            assertEquals(MEBIBYTES * (1L << 20), answer.body().transferTo(OutputStream.nullOutputStream()));
        }
    }
}
