package dev.gyre.api.engine;

import java.util.Set;

/**
 * What an engine can do, stated once when it is registered.
 *
 * @param features      beyond the 2017 core
 * @param optimizing    whether guests reach compiled speed in this process
 * @param interruptible whether {@link Store#interrupt} stops a tight loop
 * @param stackBytes    the stack its guests want; events run on threads that have as much. 0 when any thread will do
 * @param remark        what an operator ought to know, such as why it is not optimizing and what to do; or empty
 */
public record EngineCapabilities(Set<Feature> features, boolean optimizing, boolean interruptible, long stackBytes, String remark) {
    public EngineCapabilities {
        features = Set.copyOf(features);
    }

    /** Of an engine that runs on any thread and needs no remark. */
    public EngineCapabilities(Set<Feature> features, boolean optimizing, boolean interruptible) {
        this(features, optimizing, interruptible, 0, "");
    }
}
