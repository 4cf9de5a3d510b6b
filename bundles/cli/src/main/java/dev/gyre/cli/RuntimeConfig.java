package dev.gyre.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Nearest;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.api.runtime.DeployException;

/** Spin's {@code runtime-config.toml}, as an operator gives it to an application. Immutable. */
public record RuntimeConfig(ConfigTable table) {
    /** None. */
    public static final RuntimeConfig NONE = new RuntimeConfig(ConfigTable.empty("", Position.of("runtime configuration")));
    private static final String STATE_DIR = "state_dir";
    private static final String LOG_DIR = "log_dir";
    private static final String MAX_MEMORY = "max_instance_memory";
    /** What this class knows itself. */
    private static final List<String> OWN = List.of(STATE_DIR, LOG_DIR, MAX_MEMORY);
    /** What Spin knows and Gyre has nothing for, unless some bundle brings it. */
    private static final Set<String> SPINS = Set.of("llm_compute", "outbound_mqtt", "outbound_mysql", "outbound_pg");
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeConfig.class);

    /** The bundles that know a key. */
    public interface Sections {
        /** Whoever knows it; may wait a while for somebody who does. */
        Optional<RuntimeConfigSection> at(String key);

        /** The keys somebody knows now. */
        Set<String> known();
    }

    /** The keys a service knows, by its properties. */
    public static List<String> keys(Map<String, Object> properties) {
        return properties.get(RuntimeConfigSection.PROPERTY) instanceof String[] several ? List.of(several)
                : List.of(String.valueOf(properties.get(RuntimeConfigSection.PROPERTY)));
    }

    /**
     * @param toml reads a text, given its name
     * @throws DeployException when the file cannot be read
     */
    public static RuntimeConfig read(Path file, BiFunction<String, String, ConfigTable> toml) {
        try {
            return new RuntimeConfig(toml.apply(Files.readString(file), file.toString()));
        } catch (IOException e) {
            throw new DeployException("the runtime configuration " + file + " cannot be read: " + e, e);
        }
    }

    public Optional<Path> stateDir() {
        return folder(STATE_DIR);
    }

    public Optional<Path> logDir() {
        return folder(LOG_DIR);
    }

    private Optional<Path> folder(String key) {
        return table.string(key).filter(d -> !d.isEmpty()).map(d -> table.folder().resolve(d));
    }

    /**
     * The application with this in force. A key of Spin's that is for something nobody here has is told.
     *
     * @throws ConfigException for a key nobody knows, or a value that cannot be used
     */
    public Application over(Application application, Sections sections) {
        Application given = application.withSettings(settings().over(application.settings())).withRuntimeConfig(table);
        ignored(sections).forEach(LOG::warn);
        others(sections).forEach(key -> sections.at(key).orElseThrow(() -> unknown(key, sections.known())).check(given, key));
        return given;
    }

    /** All files that {@link #over} reads but this one, as far as those who read them are there. */
    public List<Path> files(Sections sections) {
        List<Path> out = new ArrayList<>();
        others(sections).forEach(key -> sections.at(key).ifPresent(s -> out.addAll(s.files(table, key))));
        return out;
    }

    /** What is for something nobody here has, in words. */
    List<String> ignored(Sections sections) {
        return table.keys().stream().filter(key -> idle(key, sections)).map(key -> table.error(key, "is ignored: no bundle here has what it is for").getMessage()).toList();
    }

    private static boolean idle(String key, Sections sections) {
        return SPINS.contains(key) && !sections.known().contains(key);
    }

    private List<String> others(Sections sections) {
        return table.keys().stream().filter(key -> !OWN.contains(key) && !idle(key, sections)).toList();
    }

    private ConfigException unknown(String key, Set<String> known) {
        Set<String> all = new TreeSet<>(known);
        all.addAll(OWN);
        return table.error(key, "no installed bundle knows this key; " + Nearest.of(key, all).map(n -> "did you mean \"" + n + "\"? ").orElse("")
                + "known here: " + String.join(", ", all));
    }

    /** In the words of {@code gyre.toml}. */
    private ConfigTable settings() {
        Map<String, ConfigValue> all = table.integer(MAX_MEMORY).isEmpty() ? Map.of() : table.value(MAX_MEMORY).map(memory ->
                Map.of("limits", new ConfigValue(new ConfigTable("limits", memory.position(), Map.of("memory", memory)), memory.position()))).orElseThrow();
        return new ConfigTable("", table.position(), all);
    }
}
