package dev.gyre.api.config;

/**
 * Understands a key of Spin's {@code runtime-config.toml}. An OSGi service with the property {@value #PROPERTY}. Thread-safe.
 */
public interface RuntimeConfigSection {
    /** Service property: the top-level key, or several. */
    String PROPERTY = "gyre.runtime.config";

    /**
     * Puts into force what a file says.
     *
     * @param file the whole file, for {@link ConfigTable#table} and messages
     * @param key  one of those it answers to, which the file has
     * @return takes it back when it is closed
     * @throws ConfigException when it cannot be used; nothing is in force then
     */
    Applied apply(ConfigTable file, String key);

    /** What is in force until it is closed. */
    interface Applied extends AutoCloseable {
        @Override
        void close();
    }
}
