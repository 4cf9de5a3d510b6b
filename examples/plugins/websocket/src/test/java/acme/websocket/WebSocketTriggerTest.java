package acme.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.test.kit.TestContainer;

/** With a real guest, which gives messages back ({@code src/test/app/echo.wat}), and the JDK's client. */
class WebSocketTriggerTest {
    private static final Path APP = Path.of("src/test/app");
    private TestContainer container = new TestContainer();
    private final WebSocketTrigger trigger = new WebSocketTrigger();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path temp;

    private String deploy(Path app) {
        container.add(trigger);
        return TestContainer.address(container.deploy(app));
    }

    @AfterEach
    void stop() {
        container.close();
        http.shutdownNow();
    }

    @Test
    void answersTextsAndBytesInOrder() throws Exception {
        Client client = Client.connect(http, deploy(APP) + "/echo");
        for (int i = 0; i < 100; i++) {
            client.text("äöü " + i);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals("äöü " + i, client.told());
        }
        assertArrayEquals(new byte[] {1, 2, 0}, (byte[]) client.bytes(new byte[] {1, 2, 0}).told());
        assertEquals("and on", client.text("").text("and on").told(), "an empty message has no answer");
        client.close();
        assertEquals("closed 1000", client.told());
    }

    @Test
    void aFailingGuestEndsItsConnectionAndNoOther() throws Exception {
        String address = deploy(APP) + "/echo";
        Client other = Client.connect(http, address);
        assertEquals("closed 1011", Client.connect(http, address).text("!").told());
        assertEquals("here", other.text("here").told());
    }

    @Test
    void aGuestThatTakesTooLongEndsItsConnection() throws Exception {
        container.close();
        container = new TestContainer(Map.of("deadline", "1s"));
        assertEquals("closed 1011", Client.connect(http, deploy(APP) + "/echo").text("?").told());
    }

    @Test
    void messagesOverTheLimitAreRefused() throws Exception {
        String address = deploy(APP) + "/echo";
        assertEquals("x".repeat(65536), Client.connect(http, address).text("x".repeat(65536)).told());
        assertEquals("closed 1009", Client.connect(http, address).text("x".repeat(65537)).told());
        assertEquals("closed 1009", Client.connect(http, address).bytes(new byte[65537]).told());
    }

    @Test
    void connectionsAreBoundedAndFreedAgain() throws Exception {
        String address = deploy(APP) + "/echo";
        Client first = Client.connect(http, address);
        Client.connect(http, address);
        Client.connect(http, address);
        assertEquals(503, refusal(address));
        first.close();
        assertEquals("closed 1000", first.told());
        assertEquals("again", connectOnceThereIsAPlace(address).text("again").told());
    }

    /** The place of a connection is free soon after its client has heard of the end. */
    private Client connectOnceThereIsAPlace(String address) throws Exception {
        for (int i = 0; i < 600; i++) {
            try {
                return Client.connect(http, address);
            } catch (CompletionException e) {
                Thread.sleep(100);
            }
        }
        return Client.connect(http, address);
    }

    private int refusal(String address) {
        CompletionException e = assertThrows(CompletionException.class, () -> Client.connect(http, address));
        return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }

    @Test
    void whatIsNoHandshakeOfAPathIsRefused() throws Exception {
        String address = deploy(APP);
        assertEquals(404, refusal(address + "/other"));
        URI uri = URI.create(address.replace("ws:", "http:") + "/echo");
        assertEquals(426, http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode());
        CompletionException e = assertThrows(CompletionException.class, () -> http.newWebSocketBuilder().header("Origin", "https://evil.example")
                .buildAsync(URI.create(address + "/echo"), new Client()).join());
        assertEquals(403, ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode());
        http.newWebSocketBuilder().header("Origin", "http://" + uri.getAuthority()).buildAsync(URI.create(address + "/echo"), new Client()).join().abort();
    }

    @Test
    void aStopAnswersWhatItHasAndSaysGoodbye() throws Exception {
        Client idle = Client.connect(http, deploy(APP) + "/echo");
        Client busy = Client.connect(http, TestContainer.address(container.deploy(APP)) + "/echo");
        assertEquals("a", idle.text("a").told());
        assertEquals("b", busy.text("b").told());
        container.remove(trigger);
        assertEquals("closed 1001", idle.told());
        assertEquals("closed 1001", busy.told());
    }

    @Test
    void aNewVersionTakesTheListenerOver() throws Exception {
        container.add(trigger);
        Deployment old = container.deploy(APP);
        Client before = Client.connect(http, TestContainer.address(old) + "/echo");
        assertEquals("a", before.text("a").told());
        Deployment next = old.replace(old.application(), new DeployOptions(Map.of(), Optional.empty(), new DeployOptions.Follow.None()));
        assertEquals(TestContainer.address(old), TestContainer.address(next));
        assertEquals("closed 1001", before.told());
        assertEquals("b", Client.connect(http, TestContainer.address(next) + "/echo").text("b").told());
    }

    @Test
    void aClientThatDoesNotReadHoldsUpOnlyItself() throws Exception {
        String address = deploy(APP) + "/echo";
        SlowClient slow = SlowClient.connect(http, address);
        assertTrue(slow.isHeldUp(60_000, 1000), "1000 messages of 60 kB were taken and not one answer was read");
        assertEquals("here", Client.connect(http, address).text("here").told());
    }

    @Test
    void mistakesAreToldWithTheirPlace() throws Exception {
        for (String[] mistake : new String[][] {
                {"path = \"/echo\"", "path = \"echo\"", "must be a path such as \"/chat\", but is \"echo\""},
                {"path = \"/echo\"", "route = \"/echo\"", "unknown field"},
                {"path = \"/echo\"", "", "required field is missing"}}) {
            Path app = Files.createDirectories(temp.resolve(mistake[1].replaceAll("\\W", "")));
            Files.copy(APP.resolve("echo.wasm"), app.resolve("echo.wasm"));
            Files.writeString(app.resolve("spin.toml"), Files.readString(APP.resolve("spin.toml")).replace(mistake[0], mistake[1]));
            container.add(trigger);
            ConfigException e = assertThrows(ConfigException.class, () -> container.deploy(app));
            assertTrue(e.getMessage().contains("spin.toml:") && e.getMessage().contains(mistake[2]), e.getMessage());
            container.remove(trigger);
        }
    }
}
