package acme.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.test.kit.TestApp;
import dev.gyre.test.kit.TestContainer;

/** With a real server and a real guest, which writes what it gets ({@code src/test/app/handler.wat}). */
class MqttTriggerTest {
    private static final String MANIFEST = """
            spin_manifest_version = 2
            [application]
            name = "sensors"
            [application.trigger.mqtt]
            address = "mqtt://127.0.0.1:%d"
            [[trigger.mqtt]]
            topic = "a/+"
            qos = "1"
            component = "one"
            [[trigger.mqtt]]
            topic = "b/#"
            qos = 0
            component = "two"
            [component.one]
            source = "handler.wasm"
            [component.two]
            source = "handler.wasm"
            """;
    private final TestContainer container = new TestContainer();
    private final List<TestApp> apps = new ArrayList<>();
    private Mosquitto server;

    @TempDir
    Path temp;

    @BeforeEach
    void start() throws Exception {
        server = Mosquitto.start(temp);
    }

    @AfterEach
    void stop() throws Exception {
        container.close();
        apps.forEach(TestApp::close);
        if (server != null) {
            server.close();
        }
    }

    private TestApp app(String settings) throws Exception {
        TestApp app = TestApp.of(MANIFEST.formatted(server.port())).file("handler.wasm", Files.readAllBytes(Path.of("src/test/app/handler.wasm")))
                .file("gyre.toml", settings);
        apps.add(app);
        return app;
    }

    private MqttTrigger trigger() {
        MqttTrigger trigger = new MqttTrigger(container.policy());
        container.add(trigger);
        return trigger;
    }

    private static void awaitOutput(TestApp app, String component, String... lines) throws InterruptedException {
        List<String> expected = List.of(lines);
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!app.stdout(component).lines().toList().equals(expected)) {
            assertTrue(System.nanoTime() < end, () -> "expected " + expected + " but there is " + app.stdout(component));
            Thread.sleep(20);
        }
    }

    @Test
    void callsTheComponentOfEachTopicInOrder() throws Exception {
        trigger();
        TestApp app = app("");
        Deployment deployed = container.deploy(app.folder());
        assertEquals(List.of("Subscribed to mqtt://127.0.0.1:" + server.port(), "Available Channels:", "  one: a/+", "  two: b/#"), deployed.announcement());
        server.publish("a/x", IntStream.range(0, 20).mapToObj(Integer::toString).toArray(String[]::new));
        server.publish("b/y/z", "deep");
        server.publish("c", "nobody's");
        awaitOutput(app, "one", IntStream.range(0, 20).mapToObj(i -> "a/x=" + i).toArray(String[]::new));
        awaitOutput(app, "two", "b/y/z=deep");
    }

    @Test
    void whatFailsIsTriedAgainAndThenGivenUp() throws Exception {
        trigger();
        TestApp app = app("[mqtt]\nattempts = 2\n");
        container.deploy(app.folder());
        server.publish("a/x", "?error", "!trap", "fine");
        awaitOutput(app, "one", "a/x=?error", "a/x=?error", "a/x=!trap", "a/x=!trap", "a/x=fine");
    }

    @Test
    void theServerKeepsMessagesWhileNobodyIsThere() throws Exception {
        TestApp app = app("[mqtt]\nclient-id = \"keeper\"\n");
        MqttTrigger first = trigger();
        container.deploy(app.folder());
        server.publish("a/x", "1");
        awaitOutput(app, "one", "a/x=1");
        container.remove(first);
        // they come all at once; each once, and in order
        server.publish("a/x", IntStream.rangeClosed(2, 500).mapToObj(Integer::toString).toArray(String[]::new));
        trigger();
        awaitOutput(app, "one", IntStream.rangeClosed(1, 500).mapToObj(i -> "a/x=" + i).toArray(String[]::new));
    }

    @Test
    void comesBackWhenTheServerDoes() throws Exception {
        trigger();
        TestApp app = app("");
        Deployment deployed = container.deploy(app.folder());
        server.close();
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!deployed.announcement().getFirst().startsWith("Waiting for")) {
            assertTrue(System.nanoTime() < end, () -> deployed.announcement().toString());
            Thread.sleep(20);
        }
        server.start();
        while (!deployed.announcement().stream().noneMatch(line -> line.startsWith("Waiting for"))) {
            assertTrue(System.nanoTime() < end, () -> deployed.announcement().toString());
            Thread.sleep(20);
        }
        server.publish("a/x", "again");
        awaitOutput(app, "one", "a/x=again");
    }

    @Test
    void anUpdateOfTheApplicationKeepsTheSubscription() throws Exception {
        trigger();
        TestApp app = app("");
        Deployment old = container.deploy(app.folder());
        DeployOptions options = new DeployOptions(Map.of(), Optional.of(TestContainer.logs(app.folder())), new DeployOptions.Follow.None());
        server.publish("a/x", "1");
        Deployment next = old.replace(old.application(), options);
        server.publish("a/x", "2");
        assertEquals(Deployment.State.RUNNING, next.state());
        awaitOutput(app, "one", "a/x=1", "a/x=2");
    }

    @Test
    void largeMessagesDoNotCome() throws Exception {
        trigger();
        TestApp app = app("[mqtt]\nmax-message = \"1 KiB\"\n");
        container.deploy(app.folder());
        server.publish("a/x", "x".repeat(2000), "small");
        awaitOutput(app, "one", "a/x=small");
    }

    @Test
    void mistakesAreToldWithTheirPlace() throws Exception {
        trigger();
        for (String[] mistake : new String[][] {
                {"mqtt://", "http://", "must be the address of a server such as \"mqtt://localhost:1883\""},
                {"qos = 0", "qos = 2", "must be between 0 and 1, but is 2"},
                {"a/+", "a/+b", "must be a filter of topics"}}) {
            TestApp app = app("").file("spin.toml", MANIFEST.formatted(server.port()).replace(mistake[0], mistake[1]));
            ConfigException e = assertThrows(ConfigException.class, () -> container.deploy(app.folder()));
            assertTrue(e.getMessage().contains(mistake[2]), e.getMessage());
        }
    }
}
