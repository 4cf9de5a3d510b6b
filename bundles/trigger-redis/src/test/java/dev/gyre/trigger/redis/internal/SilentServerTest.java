package dev.gyre.trigger.redis.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.test.kit.TestApp;
import dev.gyre.test.kit.TestContainer;
import dev.gyre.trigger.redis.internal.subscribe.Subscription;

/** Servers that go away without a word, or say what no server says. */
class SilentServerTest {
    private static final String CONFIRMED = "*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n";

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final TestContainer container = new TestContainer();
    private final RedisTrigger trigger = new RedisTrigger(
            new Subscription.Times(Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMillis(500)), Duration.ofSeconds(30));
    private TestApp app;
    /** What follows the confirmation. */
    private volatile String then = "";

    SilentServerTest() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.startVirtualThread(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    sockets.add(socket);
                    Thread.startVirtualThread(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
        trigger.bindPolicy(container.policy());
        container.add(trigger);
    }

    /** Answers the greeting and the subscription, and nothing afterwards. */
    private void serve(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] buffer = new byte[1000];
            boolean subscribed = false;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                String text = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                if (text.contains("SUBSCRIBE")) {
                    out.write((CONFIRMED + then).getBytes(StandardCharsets.ISO_8859_1));
                    subscribed = true;
                } else if (!subscribed) {
                    out.write("+PONG\r\n".getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            // The trigger left.
        }
    }

    @AfterEach
    void close() {
        container.close();
        trigger.stop();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        app.close();
    }

    private Deployment deploy() {
        app = RedisTriggerTest.app("redis://127.0.0.1:" + listener.getLocalPort(), "", "one:packed:a");
        return container.deploy(app.folder());
    }

    @Test
    void aServerThatSaysNothingMoreIsLeft() {
        deploy();
        RedisTriggerTest.await("a second connection", () -> sockets.size() >= 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+OK\r\n", "-ERR no\r\n", "*3\r\n$7\r\nmessage\r\n$1\r\na\r\n:1\r\n", "*2\r\n:1\r\n:2\r\n", "*1\r\n$7\r\nmessage\r\n", "HTTP/1.1 200 OK\r\n", "$99999999999\r\n"})
    void aServerThatSaysSomethingElseIsLeft(String text) {
        then = text;
        Deployment deployment = deploy();
        RedisTriggerTest.await("a second connection", () -> sockets.size() >= 2);
        assertTrue(deployment.announcement().getFirst().contains("redis://127.0.0.1"));
    }
}
