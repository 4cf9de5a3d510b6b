package dev.gyre.api.engine;

import java.util.Set;

/**
 * What an engine can do, stated once when it is registered.
 *
 * @param features      beyond the 2017 core
 * @param optimizing    whether guests reach compiled speed in this process
 * @param interruptible whether {@link Store#interrupt} stops a tight loop
 */
public record EngineCapabilities(Set<Feature> features, boolean optimizing, boolean interruptible) {
    public EngineCapabilities {
        features = Set.copyOf(features);
    }
}
