package acme.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;

/** A real server, as Debian packages it, on a port of its own. For one thread. */
final class Mosquitto implements AutoCloseable {
    private final Path program;
    private final Path config;
    private final int port;
    private Process process;

    private Mosquitto(Path program, Path config, int port) {
        this.program = program;
        this.config = config;
        this.port = port;
    }

    /** Skips the test where it is not installed, unless under CI. */
    static Mosquitto start(Path folder) throws Exception {
        List<Path> found = Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":")).map(p -> Path.of(p, "mosquitto")).filter(Files::isExecutable).toList();
        Assertions.assertTrue(!found.isEmpty() || System.getenv("CI") == null, "mosquitto is missing");
        Assumptions.assumeFalse(found.isEmpty(), "mosquitto is not installed");
        int port = freePort();
        Path config = Files.writeString(folder.resolve("mosquitto.conf"), "listener " + port + " 127.0.0.1\nallow_anonymous true\nlog_dest none\n");
        Mosquitto server = new Mosquitto(found.getFirst(), config, port);
        server.start();
        return server;
    }

    /** One that the system gives to nobody who asks for any. */
    private static int freePort() {
        while (true) {
            try (ServerSocket free = new ServerSocket(ThreadLocalRandom.current().nextInt(12_000, 32_000))) {
                return free.getLocalPort();
            } catch (IOException e) {
                // somebody's
            }
        }
    }

    void start() throws Exception {
        process = new ProcessBuilder(program.toString(), "-c", config.toString()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        while (!accepts()) {
            Assertions.assertTrue(process.isAlive(), "mosquitto ended");
            Thread.sleep(20);
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    void publish(String topic, String... messages) {
        Mqtt5BlockingClient client = Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port).buildBlocking();
        client.connect();
        for (String message : messages) {
            client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(message.getBytes(StandardCharsets.UTF_8)).send();
        }
        client.disconnect();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
