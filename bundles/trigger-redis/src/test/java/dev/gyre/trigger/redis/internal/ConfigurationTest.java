package dev.gyre.trigger.redis.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.GyreException;
import dev.gyre.test.kit.TestApp;
import dev.gyre.test.kit.TestContainer;

/** What users write wrong is told with its place, its value and what to write instead. */
class ConfigurationTest {
    private final TestContainer container = new TestContainer();
    private final RedisTrigger trigger = new RedisTrigger();

    ConfigurationTest() {
        container.add(trigger);
    }

    @AfterEach
    void close() {
        container.close();
        trigger.stop();
    }

    private String refused(String application, String binding, String settings) {
        String manifest = """
                spin_version = "1"
                name = "shop"
                version = "1.0.0"
                trigger = { type = "redis"%s }
                [[component]]
                id = "one"
                source = "a.wasm"
                trigger = { %s }
                """.formatted(application, binding);
        try (TestApp app = TestApp.of(manifest).file("gyre.toml", settings).file("a.wasm", RedisTriggerTest.guest("worker-packed"))) {
            String message = assertThrows(GyreException.class, () -> container.deploy(app.folder())).getMessage();
            return message.replace(app.folder().toString() + "/", "");
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "`, address = \"redis://h\"`, ``, `spin.toml:8:1: component[0].trigger.channel: required field is missing; it must be a string`",
        "`, address = \"redis://h\"`, `channel = \"\"`, `spin.toml:8:13: component[0].trigger.channel: must be the name of a channel, but is \"\"`",
        "``, `channel = \"a\"`, `spin.toml:4:1: trigger.address: required field is missing; it names the server, such as address = \"redis://localhost:6379\"`",
        "`, address = \"rediss://u:secret@h\"`, `channel = \"a\"`, `spin.toml:4:29: trigger.address: a redis address is not of the form redis://[user:password@]host[:port][/database]`",
        "`, address = \"redis://h\"`, `channel = \"a\", executor = { type = \"wagi\" }`, `spin.toml:8:41: component[0].trigger.executor.type: must be \"spin\" for a redis trigger, but is \"wagi\"`",
    })
    void manifests(String application, String binding, String message) {
        assertEquals(message, refused(application, binding, ""));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "in-flight = 0, `gyre.toml:2:1: redis.in-flight: must be between 1 and 10000, but is 0`",
        "queue = -1, `gyre.toml:2:1: redis.queue: must be between 1 and 1000000, but is -1`",
        "max-message = \"1 GiB\", `gyre.toml:2:1: redis.max-message: must be between 1 and 536870912, but is \"1 GiB\"`",
        "drain = \"0s\", `gyre.toml:2:1: redis.drain: must be between 1ms and 24h, but is \"0s\"`",
        "inflight = 3, `gyre.toml:2:1: redis.inflight: unknown field; did you mean \"in-flight\"? allowed here: drain, in-flight, max-message, queue`",
    })
    void settings(String line, String message) {
        assertEquals(message, refused(", address = \"redis://h\"", "channel = \"a\"", "[redis]\n" + line + "\n"));
    }

    @Test
    void aPasswordIsInNoMessage() {
        String message = refused(", address = \"redis://:hunter2@h/x\"", "channel = \"a\"", "");
        assertEquals(-1, message.indexOf("hunter2"), message);
    }
}
