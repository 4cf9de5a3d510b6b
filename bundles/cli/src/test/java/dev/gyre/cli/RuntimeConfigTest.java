package dev.gyre.cli;

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
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.api.runtime.DeployException;

class RuntimeConfigTest {
    private static final Application APP = new Application(new AppInfo("a", "1", Optional.empty(), List.of(), Optional.empty(), 2, new Origin.Manifest(Path.of("spin.toml"))),
            List.of(), List.of(), Map.of(), Map.of(), ConfigTable.empty("", Position.of("gyre.toml")));

    @TempDir
    Path folder;
    private final List<String> told = new ArrayList<>();
    private final Map<String, RuntimeConfigSection> known = new TreeMap<>();
    private final RuntimeConfig.Sections sections = new RuntimeConfig.Sections() {
        @Override
        public Optional<RuntimeConfigSection> at(String key) {
            return Optional.ofNullable(known.get(key));
        }

        @Override
        public Set<String> known() {
            return known.keySet();
        }
    };

    private RuntimeConfigSection section() {
        return (application, key) -> {
            if (application.runtimeConfig().requiredString(key).equals("bad")) {
                throw application.runtimeConfig().error(key, "is bad");
            }
            told.add(key);
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

    private RuntimeConfig read(String text) throws IOException {
        return RuntimeConfig.read(Files.writeString(folder.resolve("rc.toml"), text), RuntimeConfigTest::table);
    }

    private Application over(String text) throws IOException {
        return read(text).over(APP, sections);
    }

    @Test
    void eachKeyGoesToWhoKnowsIt() throws IOException {
        known.put("a", section());
        known.put("b", section());
        String text = "a=1\nstate_dir=state\nb=2\nlog_dir=/logs";
        assertEquals(Optional.of(folder.resolve("state")), read(text).stateDir());
        assertEquals(Optional.of(Path.of("/logs")), read(text).logDir());
        assertEquals("2", over(text).runtimeConfig().requiredString("b"));
        assertEquals(List.of("a", "b"), told);
    }

    @Test
    void aKeyNobodyKnowsIsRefused() {
        known.put("known", section());
        ConfigException e = assertThrows(ConfigException.class, () -> over("known=1\nknownx=2"));
        assertEquals(folder.resolve("rc.toml") + ":2:1: knownx: no installed bundle knows this key; did you mean \"known\"? known here: known, log_dir, max_instance_memory, state_dir",
                e.getMessage());
        assertThrows(ConfigException.class, () -> over("known=bad"));
    }

    @Test
    void theMemoryOfInstancesIsTheApplicationsLimit() throws IOException {
        ConfigTable limits = over("max_instance_memory=67108864").settings().requiredTable("limits");
        assertEquals(Optional.of(64L << 20), limits.bytes("memory"));
        assertEquals(folder.resolve("rc.toml") + ":1:1", limits.position().toString());
        assertTrue(assertThrows(ConfigException.class, () -> over("max_instance_memory=64 MiB")).getMessage().contains("rc.toml:1:1: max_instance_memory: must be an integer"));
    }

    @Test
    void whatSpinKnowsAndNobodyHereHasIsIgnoredWithAWord() throws IOException {
        known.put("outbound_pg", section());
        String text = "llm_compute=x\noutbound_pg=y\noutbound_mqtt=z";
        over(text);
        assertEquals(List.of("outbound_pg"), told);
        String file = folder.resolve("rc.toml").toString();
        assertEquals(List.of(file + ":1:1: llm_compute: is ignored: no bundle here has what it is for", file + ":3:1: outbound_mqtt: is ignored: no bundle here has what it is for"),
                read(text).ignored(sections));
        assertEquals(List.of(), read(text).files(sections));
    }

    @Test
    void noFileMeansNothing() {
        assertEquals(Optional.empty(), RuntimeConfig.NONE.stateDir());
        assertThrows(DeployException.class, () -> RuntimeConfig.read(folder.resolve("none"), RuntimeConfigTest::table));
    }
}
