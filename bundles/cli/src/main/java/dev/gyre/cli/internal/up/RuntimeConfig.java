package dev.gyre.cli.internal.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Nearest;
import dev.gyre.api.config.Position;
import dev.gyre.api.config.RuntimeConfigSection;
import dev.gyre.api.runtime.DeployException;

/** Spin's {@code runtime-config.toml} in force, until it is closed. For one thread. */
final class RuntimeConfig implements AutoCloseable {
    private static final Duration SECTIONS = Duration.ofSeconds(3);
    private static final String STATE_DIR = "state_dir";
    private static final String LOG_DIR = "log_dir";
    private static final String MAX_MEMORY = "max_instance_memory";
    /** What this class knows itself. */
    private static final List<String> OWN = List.of(STATE_DIR, LOG_DIR, MAX_MEMORY);
    private static final String LLM = "llm_compute";

    private final List<RuntimeConfigSection.Applied> applied = new ArrayList<>();
    private Optional<Path> stateDir = Optional.empty();
    private Optional<Path> logDir = Optional.empty();
    private ConfigTable settings = ConfigTable.empty("", Position.of("runtime configuration"));

    private RuntimeConfig() {
    }

    /**
     * @param sections the bundles that know a key
     * @throws dev.gyre.api.config.ConfigException for a key nobody knows, or a value that cannot be used
     */
    static RuntimeConfig apply(Optional<Path> file, BiFunction<String, String, ConfigTable> toml, LatestByKey<RuntimeConfigSection> sections) {
        RuntimeConfig config = new RuntimeConfig();
        file.ifPresent(f -> {
            ConfigTable table = toml.apply(text(f), f.toString());
            Path folder = f.toAbsolutePath().getParent();
            config.stateDir = table.string(STATE_DIR).filter(d -> !d.isEmpty()).map(folder::resolve);
            config.logDir = table.string(LOG_DIR).filter(d -> !d.isEmpty()).map(folder::resolve);
            config.settings = settings(table);
            try {
                table.keys().stream().filter(key -> !OWN.contains(key)).forEach(key ->
                        config.applied.add(sections.at(key).await(SECTIONS).orElseThrow(() -> unknown(table, key, sections.known())).apply(table, key)));
            } catch (RuntimeException e) {
                config.close();
                throw e;
            }
        });
        return config;
    }

    private static RuntimeException unknown(ConfigTable table, String key, Set<String> known) {
        if (key.equals(LLM)) {
            return table.error(key, "Gyre has no language models and no interface to them; leave this out, and a component that imports one waits for a bundle that brings it");
        }
        Set<String> all = new TreeSet<>(known);
        all.addAll(OWN);
        return table.error(key, "no installed bundle knows this key; " + Nearest.of(key, all).map(n -> "did you mean \"" + n + "\"? ").orElse("")
                + "known here: " + String.join(", ", all));
    }

    /** In the words of {@code gyre.toml}. */
    private static ConfigTable settings(ConfigTable file) {
        Map<String, ConfigValue> all = file.integer(MAX_MEMORY).isEmpty() ? Map.of() : file.value(MAX_MEMORY).map(memory ->
                Map.of("limits", new ConfigValue(new ConfigTable("limits", memory.position(), Map.of("memory", memory)), memory.position()))).orElseThrow();
        return new ConfigTable("", file.position(), all);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new DeployException("the runtime configuration " + file + " cannot be read: " + e, e);
        }
    }

    Optional<Path> stateDir() {
        return stateDir;
    }

    Optional<Path> logDir() {
        return logDir;
    }

    /** Of the application, over those in its {@code gyre.toml}. */
    ConfigTable settings() {
        return settings;
    }

    @Override
    public void close() {
        applied.reversed().forEach(RuntimeConfigSection.Applied::close);
        applied.clear();
    }
}
