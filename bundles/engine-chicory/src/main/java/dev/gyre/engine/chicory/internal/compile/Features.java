package dev.gyre.engine.chicory.internal.compile;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleException;

/** What Chicory's compiler can do. */
public final class Features {
    /**
     * Each proved by a test. Left out although Chicory runs simple cases: GC (its heap has no limit and is not counted to the
     * store) and tail calls (compiled as plain calls, so that they overflow the stack).
     */
    public static final Set<Feature> SUPPORTED = Set.copyOf(EnumSet.of(Feature.BULK_MEMORY, Feature.SIGN_EXTENSION, Feature.SATURATING_TRUNCATION,
            Feature.MULTI_VALUE, Feature.MUTABLE_GLOBALS, Feature.REFERENCE_TYPES, Feature.EXTENDED_CONST, Feature.EXCEPTIONS,
            Feature.FUNCTION_REFERENCES, Feature.THREADS, Feature.MULTI_MEMORY));

    private Features() {
    }

    /** @throws ModuleException naming what a module uses and Chicory lacks */
    static void check(Set<Feature> used, String engine) {
        List<String> missing = used.stream().filter(f -> !SUPPORTED.contains(f)).map(Feature::toString).sorted().toList();
        if (!missing.isEmpty()) {
            throw new ModuleException("needs " + String.join(", ", missing) + ", which " + engine + " lacks");
        }
    }
}
