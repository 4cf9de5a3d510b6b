package dev.gyre.api.runtime;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How to run an application here.
 *
 * @param triggerOptions options by trigger type, such as {@code http} to {@code listen=127.0.0.1:3000}
 * @param logDir         folder of the component logs; no files when absent
 * @param follow         components whose output is also shown on the console
 * @param engine         for the components whose settings name none, as {@link Deployment#useEngine} says it later
 * @param stateDir       where it keeps what has to outlive it, such as its default key-value store; only in memory when absent
 * @param beforehand     run once the application is known to be able to run and its triggers are configured, before the first of them starts; may
 *                       block. What it throws is as if that trigger could not be started. Not for a version that takes another one's place.
 */
public record DeployOptions(Map<String, Map<String, String>> triggerOptions, Optional<Path> logDir, Follow follow, Optional<String> engine,
        Optional<Path> stateDir, Runnable beforehand) {
    public DeployOptions {
        triggerOptions = Map.copyOf(triggerOptions);
    }

    /** Options with nothing to do beforehand. */
    public DeployOptions(Map<String, Map<String, String>> triggerOptions, Optional<Path> logDir, Follow follow, Optional<String> engine, Optional<Path> stateDir) {
        this(triggerOptions, logDir, follow, engine, stateDir, () -> { });
    }

    /** Options that keep nothing. */
    public DeployOptions(Map<String, Map<String, String>> triggerOptions, Optional<Path> logDir, Follow follow, Optional<String> engine) {
        this(triggerOptions, logDir, follow, engine, Optional.empty());
    }

    /** Options that leave the choice of engine to the container. */
    public DeployOptions(Map<String, Map<String, String>> triggerOptions, Optional<Path> logDir, Follow follow) {
        this(triggerOptions, logDir, follow, Optional.empty());
    }

    /** Whose output is shown on the console. */
    public sealed interface Follow {
        /** Nobody's. */
        record None() implements Follow {
        }

        /** These components'. */
        record Named(Set<String> components) implements Follow {
            public Named {
                components = Set.copyOf(components);
            }
        }

        /** Every component's. */
        record All() implements Follow {
        }
    }
}
