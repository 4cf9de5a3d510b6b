package dev.gyre.api.engine;

import java.util.OptionalLong;
import java.util.Set;

/**
 * What one scan of a module tells about what it asks of an engine.
 *
 * @param features             beyond the 2017 core that it uses
 * @param functions            defined in it
 * @param codeBytes            of all function bodies
 * @param largestFunctionBytes of the largest body, in the binary format
 * @param largestFunction      its index, imports counted; -1 without functions
 * @param memoryPages          its own memories begin with, together
 * @param maxMemoryPages       they may grow to, together; nothing when one has no maximum
 * @param tableElements        its own tables begin with, together
 */
public record ModuleProfile(Set<Feature> features, int functions, long codeBytes, long largestFunctionBytes, int largestFunction,
        long memoryPages, OptionalLong maxMemoryPages, long tableElements) {
    public ModuleProfile {
        features = Set.copyOf(features);
    }
}
