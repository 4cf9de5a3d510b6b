package dev.gyre.engine.chicory.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleException;

class FeatureTest {
    private static final Map<Feature, Integer> RESULTS = Map.ofEntries(
            Map.entry(Feature.BULK_MEMORY, 0x7a797801),
            Map.entry(Feature.SIGN_EXTENSION, -17),
            Map.entry(Feature.SATURATING_TRUNCATION, Integer.MAX_VALUE),
            Map.entry(Feature.MULTI_VALUE, 2),
            Map.entry(Feature.MUTABLE_GLOBALS, 3),
            Map.entry(Feature.REFERENCE_TYPES, 1 + 4 * 3 + 500),
            Map.entry(Feature.EXTENDED_CONST, 30),
            Map.entry(Feature.EXCEPTIONS, 13),
            Map.entry(Feature.FUNCTION_REFERENCES, 42),
            Map.entry(Feature.THREADS, 10 + 0 + 1 + 2),
            Map.entry(Feature.MULTI_MEMORY, 'h' + 77 + 3));

    @Test
    void everyFeatureClaimedWorks() {
        assertEquals(RESULTS.keySet(), Guests.ENGINE.capabilities().features());
        Map<Feature, Integer> seen = RESULTS.keySet().stream().collect(Collectors.toMap(f -> f, FeatureTest::run));
        assertEquals(RESULTS, seen);
    }

    private static int run(Feature feature) {
        CoreInstance instance = Guests.prepare("f-" + feature).instantiate(Guests.ENGINE.openStore(Guests.LIMITS, ""));
        return (int) instance.function("run").orElseThrow().call(feature == Feature.EXCEPTIONS ? new long[] {13} : new long[0])[0];
    }

    @ParameterizedTest
    @CsvSource({"x-simd, SIMD", "x-memory64, MEMORY64", "x-memory64-import, MEMORY64", "x-tail-calls, TAIL_CALLS", "x-gc, GC",
            "x-legacy-exceptions, LEGACY_EXCEPTIONS", "x-relaxed-simd, SIMD"})
    void aModuleThatNeedsAMissingFeatureIsRefusedByName(String guest, Feature feature) {
        assertFalse(Guests.ENGINE.capabilities().features().contains(feature));
        ModuleException e = assertThrows(ModuleException.class, () -> Guests.compile(guest));
        assertEquals("needs " + feature.name().toLowerCase(Locale.ROOT).replace('_', '-') + ", which chicory lacks", e.getMessage());
    }

    @Test
    void theEngineNamesItself() {
        assertEquals("chicory", Guests.ENGINE.id());
        assertTrue(Guests.ENGINE.version().startsWith("1.7.5-"), Guests.ENGINE.version());
        assertTrue(Guests.ENGINE.capabilities().optimizing());
        assertTrue(Guests.ENGINE.capabilities().interruptible());
    }
}
