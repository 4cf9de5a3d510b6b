package dev.gyre.api.engine;

import static dev.gyre.api.engine.Feature.BULK_MEMORY;
import static dev.gyre.api.engine.Feature.EXTENDED_CONST;
import static dev.gyre.api.engine.Feature.MULTI_MEMORY;
import static dev.gyre.api.engine.Feature.MULTI_VALUE;
import static dev.gyre.api.engine.Feature.MUTABLE_GLOBALS;
import static dev.gyre.api.engine.Feature.REFERENCE_TYPES;
import static dev.gyre.api.engine.Feature.RELAXED_SIMD;
import static dev.gyre.api.engine.Feature.SATURATING_TRUNCATION;
import static dev.gyre.api.engine.Feature.SIGN_EXTENSION;
import static dev.gyre.api.engine.Feature.SIMD;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Engines that come with Gyre and are no service until they are asked for, with what they can do: so that whoever misses something
 * is told of them. Thread-safe.
 */
public enum EngineOnRequest {
    GRAALWASM("graalwasm", "--engine graalwasm, or GYRE_GRAAL=on", Set.of(BULK_MEMORY, SIGN_EXTENSION, SATURATING_TRUNCATION, MULTI_VALUE,
            MUTABLE_GLOBALS, REFERENCE_TYPES, EXTENDED_CONST, SIMD, RELAXED_SIMD, MULTI_MEMORY));

    private final String id;
    private final String how;
    private final Set<Feature> features;

    EngineOnRequest(String id, String how, Set<Feature> features) {
        this.id = id;
        this.how = how;
        this.features = features;
    }

    /** {@link WasmEngine#id}. */
    public String id() {
        return id;
    }

    /** What to start Gyre with to have it. */
    public String how() {
        return how;
    }

    public Set<Feature> features() {
        return features;
    }

    /** The one with this id, if it is one of them. */
    public static Optional<EngineOnRequest> named(String id) {
        return Stream.of(values()).filter(e -> e.id.equals(id)).findFirst();
    }

    /** What of a module's features it lacks, sorted. */
    public List<Feature> lacking(Set<Feature> needed) {
        return needed.stream().filter(f -> !features.contains(f)).sorted(Comparator.comparing(Feature::toString)).toList();
    }

    /** Those that are not there. @param present ids of the engines that are there */
    public static List<EngineOnRequest> absent(Collection<String> present) {
        return Stream.of(values()).filter(e -> !present.contains(e.id)).toList();
    }
}
