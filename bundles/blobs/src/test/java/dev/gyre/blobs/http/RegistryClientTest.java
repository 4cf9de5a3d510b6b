package dev.gyre.blobs.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.sun.net.httpserver.HttpServer;

import dev.gyre.api.GyreException;
import dev.gyre.blobs.BlobSource;
import dev.gyre.blobs.http.RegistryClient.Call;
import dev.gyre.test.FreePort;

class RegistryClientTest {
    private static final byte[] CONTENT = "the content of a blob".getBytes(StandardCharsets.UTF_8);
    private final RegistryClient client = new RegistryClient(new Access(false, Optional.of("me:secret")), Duration.ofSeconds(30));
    /** How often {@code /busy} is. */
    private final AtomicInteger busy = new AtomicInteger();
    /** {@code port path authorization} */
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HttpServer other;

    @BeforeEach
    void start() throws IOException {
        other = server();
        server = server();
    }

    private HttpServer server() throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = made.getAddress().getPort();
        made.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            seen.add((made == server ? "server " : "other ") + path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            if (path.startsWith("/to-other")) {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + other.getAddress().getPort() + "/blob");
                exchange.sendResponseHeaders(307, -1);
            } else if (path.equals("/round")) {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port + "/round");
                exchange.sendResponseHeaders(302, -1);
            } else if (path.equals("/file")) {
                exchange.getResponseHeaders().set("Location", "file:///etc/passwd");
                exchange.sendResponseHeaders(302, -1);
            } else if (path.equals("/ranged") && exchange.getRequestHeaders().containsKey("Range")) {
                int from = Integer.parseInt(exchange.getRequestHeaders().getFirst("Range").replaceAll("\\D", ""));
                exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
                exchange.sendResponseHeaders(206, CONTENT.length - from);
                exchange.getResponseBody().write(CONTENT, from, CONTENT.length - from);
            } else if (path.startsWith("/busy") && (path.endsWith("/for-long") || busy.getAndDecrement() > 0)) {
                exchange.getResponseHeaders().set("Retry-After", path.endsWith("/for-long") ? "3600" : path.endsWith("/date") ? "Tue, 15 Nov 1994 08:12:31 GMT" : "0");
                exchange.sendResponseHeaders(path.contains("429") ? 429 : 503, -1);
            } else if (path.equals("/missing")) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(200, CONTENT.length);
                exchange.getResponseBody().write(CONTENT);
            }
            exchange.close();
        });
        made.start();
        return made;
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
        other.stop(0);
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private byte[] get(String path) {
        return RegistryClient.document(client.send(Call.get(at(path))), 1000);
    }

    private String refused(String path) {
        return assertThrows(GyreException.class, () -> get(path)).getMessage();
    }

    @Test
    void credentialsStayWithTheServerTheyAreFor() {
        assertArrayEquals(CONTENT, get("/to-other"));
        assertEquals(List.of("server /to-other Basic bWU6c2VjcmV0", "other /blob null"), seen);
    }

    @Test
    void redirectsEndAndLeadNowhereElse() {
        assertTrue(refused("/round").contains("redirects more than 5 times"));
        assertTrue(refused("/file").contains("no plain http or https URL"));
    }

    @Test
    void internalAddressesAreReachedByNobodyElse() {
        for (String to : List.of("http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "http://10.1.2.3/", "http://[fd00::1]/")) {
            assertThrows(GyreException.class, () -> Origins.checkRedirect(URI.create("http://192.0.2.1/"), URI.create(to)), to);
        }
        Origins.checkRedirect(URI.create("http://192.0.2.1/"), URI.create("https://192.0.2.2/blob"));
        Origins.checkRedirect(URI.create("http://10.0.0.1/"), URI.create("http://10.0.0.2/blob"));
        assertThrows(GyreException.class, () -> Origins.checkRedirect(URI.create("http://10.0.0.1/"), URI.create("http://169.254.169.254/latest")));
        assertThrows(GyreException.class, () -> Origins.checkRedirect(URI.create("https://192.0.2.1/"), URI.create("http://192.0.2.1/")));
    }

    @Test
    void aBusyServerIsAskedAgainWhenItSays() {
        for (String path : List.of("/busy/429", "/busy/503/date")) {
            busy.set(1);
            seen.clear();
            assertArrayEquals(CONTENT, get(path));
            assertEquals(2, seen.size(), path);
        }
        busy.set(100);
        seen.clear();
        assertEquals(429, client.send(Call.get(at("/busy/429"))).status(), "not for ever");
        assertEquals(4, seen.size());
        seen.clear();
        assertEquals(503, client.send(Call.get(at("/busy")).method("POST").body(CONTENT)).status(), "what changes something is sent once");
        assertEquals(1, seen.size());
    }

    @Test
    void aServerThatWantsToBeLeftAloneIs() {
        Reply reply = client.send(Call.get(at("/busy/429/for-long")));
        assertEquals(Optional.of(Duration.ofHours(1)), reply.retryAfter());
        assertThrows(UnreachableException.class, () -> client.source(Call.get(at("/busy/for-long")),
                bad -> new UnreachableException("in " + bad.retryAfter().orElseThrow(), null)).open(0));
        assertEquals(2, seen.size(), seen.toString());
    }

    @Test
    void documentsAreBounded() {
        Reply reply = client.send(Call.get(at("/doc")));
        String message = assertThrows(GyreException.class, () -> RegistryClient.document(reply, CONTENT.length - 1)).getMessage();
        assertTrue(message.contains("more than the 20 bytes"), message);
    }

    @Test
    void aBlobGoesOnInTheMiddleWhereTheServerCan() throws IOException {
        for (String path : List.of("/ranged", "/plain")) {
            BlobSource.Part part = client.source(Call.get(at(path)), reply -> new GyreException("no")).open(4);
            assertEquals(path.equals("/ranged") ? 4 : 0, part.offset());
            assertEquals(new String(CONTENT, StandardCharsets.UTF_8).substring((int) part.offset()),
                    new String(part.content().readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThrows(GyreException.class, () -> client.source(Call.get(at("/missing")), reply -> new GyreException("no")).open(0));
    }

    @Test
    void nobodyIsWaitedForWithoutEnd() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RegistryClient hasty = new RegistryClient(Access.ANONYMOUS, Duration.ofMillis(400));
                RegistryClient patient = new RegistryClient(Access.ANONYMOUS, Duration.ofSeconds(2))) {
            URI there = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            assertTrue(assertThrows(UnreachableException.class, () -> hasty.send(Call.get(there))).getMessage().contains("does not answer"));
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        silent.accept().getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException e) {
                    // closed
                }
            });
            Reply reply = patient.send(Call.get(there));
            String message = assertThrows(UnreachableException.class, () -> RegistryClient.document(reply, 1000)).getMessage();
            assertTrue(message.contains("nothing came for"), message);
        }
    }

    @Test
    void nobodyThere() throws IOException {
        int free = FreePort.next();
        String message = assertThrows(UnreachableException.class, () -> client.send(Call.get(URI.create("http://127.0.0.1:" + free + "/x?token=secret"))))
                .getMessage();
        assertEquals("cannot reach http://127.0.0.1:" + free + ": the connection is refused", message);
    }
}
