package dev.gyre.cli.internal.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.api.config.RuntimeConfigSection;
import dev.gyre.api.runtime.DeployException;

class RuntimeConfigTest {
    @TempDir
    Path folder;
    private final List<String> told = new ArrayList<>();
    private final LatestByKey<RuntimeConfigSection> sections = new LatestByKey<>();

    private RuntimeConfigSection section(String name) {
        return (file, key) -> {
            if (file.requiredString(key).equals("bad")) {
                throw file.error(key, "is bad");
            }
            told.add("+" + key);
            return () -> told.add("-" + key);
        };
    }

    /** Lines of {@code key=text}. */
    private static ConfigTable table(String text, String name) {
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        text.lines().forEach(l -> values.put(l.split("=", 2)[0], new ConfigValue(value(l.split("=", 2)[1]), new Position(name, values.size() + 1, 1))));
        return new ConfigTable("", new Position(name, 1, 1), values);
    }

    private static Object value(String text) {
        return text.matches("\\d{4,}") ? (Object) Long.valueOf(text) : text;
    }

    private RuntimeConfig apply(String text) throws IOException {
        return RuntimeConfig.apply(Optional.of(Files.writeString(folder.resolve("rc.toml"), text)),
                (content, name) -> table(content, "rc.toml"), sections);
    }

    @Test
    void eachKeyGoesToWhoKnowsItAndIsTakenBackInTheEnd() throws IOException {
        sections.at("a").set(section("a"));
        sections.at("b").set(section("b"));
        try (RuntimeConfig config = apply("a=1\nstate_dir=state\nb=2\nlog_dir=/logs")) {
            assertEquals(Optional.of(folder.resolve("state")), config.stateDir());
            assertEquals(Optional.of(Path.of("/logs")), config.logDir());
        }
        assertEquals(List.of("+a", "+b", "-b", "-a"), told);
    }

    @Test
    void aKeyNobodyKnowsIsRefusedAndNothingStaysInForce() throws IOException {
        sections.at("known").set(section("known"));
        ConfigException e = assertThrows(ConfigException.class, () -> apply("known=1\nknownx=2"));
        assertEquals("rc.toml:2:1: knownx: no installed bundle knows this key; did you mean \"known\"? known here: known, log_dir, max_instance_memory, state_dir", e.getMessage());
        assertThrows(ConfigException.class, () -> apply("known=bad"));
        assertEquals(List.of("+known", "-known"), told);
    }

    @Test
    void theMemoryOfInstancesIsTheApplicationsLimit() throws IOException {
        try (RuntimeConfig config = apply("max_instance_memory=67108864")) {
            ConfigTable limits = config.settings().requiredTable("limits");
            assertEquals(Optional.of(64L << 20), limits.bytes("memory"));
            assertEquals("rc.toml:1:1", limits.position().toString());
        }
        assertEquals("rc.toml:1:1: max_instance_memory: must be an integer", assertThrows(ConfigException.class, () -> apply("max_instance_memory=64 MiB")).getMessage()
                .replaceFirst("integer.*", "integer"));
    }

    @Test
    void languageModelsAreRefusedWithAWord() {
        assertTrue(assertThrows(ConfigException.class, () -> apply("llm_compute=x")).getMessage().contains("Gyre has no language models"));
    }

    @Test
    void noFileMeansNothing() {
        try (RuntimeConfig config = RuntimeConfig.apply(Optional.empty(), RuntimeConfigTest::table, sections)) {
            assertEquals(Optional.empty(), config.stateDir());
        }
        assertThrows(DeployException.class, () -> RuntimeConfig.apply(Optional.of(folder.resolve("none")), RuntimeConfigTest::table, sections));
    }
}
