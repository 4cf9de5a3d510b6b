package dev.gyre.api.host;

import java.nio.file.Path;
import java.util.List;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigTable;

/**
 * Knows a key of Spin's {@code runtime-config.toml}. An OSGi service with the property {@value #PROPERTY}. Thread-safe.
 *
 * <p>The file belongs to an application ({@link Application#runtimeConfig}) and is in force for it alone: whoever serves a component reads what
 * concerns it there, and reads it again when it is replaced while the application stays.
 */
public interface RuntimeConfigSection {
    /** Service property: the top-level key, or several. */
    String PROPERTY = "gyre.runtime.config";

    /**
     * Says whether what the file has can be used, before anything of the application is served.
     *
     * @param application with the file as its {@link Application#runtimeConfig}
     * @param key         one of those this service answers to, which the file has
     * @throws dev.gyre.api.config.ConfigException when it cannot
     */
    void check(Application application, String key);

    /** Other files that a file's key has read, so that a change of those is a change of the configuration. */
    default List<Path> files(ConfigTable file, String key) {
        return List.of();
    }
}
