package dev.gyre.api.host;

import java.util.Optional;

/** A source of values for application variables, asked by {@code service.ranking}. An OSGi service. Thread-safe; may block. */
public interface VariableProvider {
    /**
     * @param application the application's name
     * @param key         of the variable, {@code [a-z][a-z0-9]*(_[a-z0-9]+)*}
     * @return nothing when this provider does not know it
     * @throws dev.gyre.api.GyreException when it cannot tell
     */
    Optional<String> get(String application, String key);
}
