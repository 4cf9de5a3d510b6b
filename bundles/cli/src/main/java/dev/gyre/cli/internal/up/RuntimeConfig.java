package dev.gyre.cli.internal.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Nearest;
import dev.gyre.api.config.RuntimeConfigSection;
import dev.gyre.api.runtime.DeployException;

/** Spin's {@code runtime-config.toml} in force, until it is closed. For one thread. */
final class RuntimeConfig implements AutoCloseable {
    private static final Duration SECTIONS = Duration.ofSeconds(3);
    private static final String STATE_DIR = "state_dir";
    private static final String LOG_DIR = "log_dir";

    private final List<RuntimeConfigSection.Applied> applied = new ArrayList<>();
    private Optional<Path> stateDir = Optional.empty();
    private Optional<Path> logDir = Optional.empty();

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
            try {
                table.keys().stream().filter(key -> !key.equals(STATE_DIR) && !key.equals(LOG_DIR)).forEach(key ->
                        config.applied.add(sections.at(key).await(SECTIONS).orElseThrow(() -> unknown(table, key, sections.known())).apply(table, key)));
            } catch (RuntimeException e) {
                config.close();
                throw e;
            }
        });
        return config;
    }

    private static RuntimeException unknown(ConfigTable table, String key, Set<String> known) {
        Set<String> all = new TreeSet<>(known);
        all.addAll(List.of(STATE_DIR, LOG_DIR));
        return table.error(key, "no installed bundle knows this key; " + Nearest.of(key, all).map(n -> "did you mean \"" + n + "\"? ").orElse("")
                + "known here: " + String.join(", ", all));
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

    @Override
    public void close() {
        applied.reversed().forEach(RuntimeConfigSection.Applied::close);
        applied.clear();
    }
}
