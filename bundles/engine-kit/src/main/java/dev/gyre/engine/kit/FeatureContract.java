package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.Fit;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.TrapKind;

/** A feature is either had, and then right, or lacked, and then a module that needs it is refused by its name. */
public abstract class FeatureContract extends EngineContract {
    /** What {@code run} of the feature's guest gives. */
    private static final Map<Feature, Integer> RESULTS = Map.ofEntries(
            Map.entry(Feature.BULK_MEMORY, 0x7a797801),
            Map.entry(Feature.SIGN_EXTENSION, -17),
            Map.entry(Feature.SATURATING_TRUNCATION, Integer.MAX_VALUE),
            Map.entry(Feature.MULTI_VALUE, 2),
            Map.entry(Feature.MUTABLE_GLOBALS, 3),
            Map.entry(Feature.REFERENCE_TYPES, 1 + 4 * 3 + 500),
            Map.entry(Feature.EXTENDED_CONST, 30),
            Map.entry(Feature.SIMD, 16 + 16),
            Map.entry(Feature.RELAXED_SIMD, 9),
            Map.entry(Feature.EXCEPTIONS, 13),
            Map.entry(Feature.LEGACY_EXCEPTIONS, 42),
            Map.entry(Feature.TAIL_CALLS, 1_000_000),
            Map.entry(Feature.FUNCTION_REFERENCES, 42),
            Map.entry(Feature.GC, 3 + 40 + 9 + 1),
            Map.entry(Feature.THREADS, 10 + 0 + 1 + 2),
            Map.entry(Feature.MULTI_MEMORY, 'h' + 77 + 3),
            Map.entry(Feature.MEMORY64, 1 + 5));
    /** Features that others are built on. */
    private static final Map<Feature, Set<Feature>> WITH = Map.of(
            Feature.RELAXED_SIMD, EnumSet.of(Feature.SIMD),
            Feature.GC, EnumSet.of(Feature.FUNCTION_REFERENCES, Feature.REFERENCE_TYPES),
            Feature.FUNCTION_REFERENCES, EnumSet.of(Feature.REFERENCE_TYPES));

    private boolean has(Feature feature) {
        return engine().capabilities().features().contains(feature);
    }

    @ParameterizedTest
    @EnumSource(Feature.class)
    void aFeatureWorksOrIsRefusedByName(Feature feature) {
        String guest = "f-" + feature;
        if (has(feature)) {
            assertEquals(RESULTS.get(feature), (int) call(prepare(guest).instantiate(open()), "run"));
            return;
        }
        Set<Feature> missing = EnumSet.of(feature);
        WITH.getOrDefault(feature, Set.of()).stream().filter(f -> !has(f)).forEach(missing::add);
        String message = assertThrows(ModuleException.class, () -> compile(guest)).getMessage();
        assertTrue(missing.stream().anyMatch(f -> message.contains(f.toString())) && message.contains(engine().id()), message);
    }

    @ParameterizedTest
    @EnumSource(Feature.class)
    void theFitOfAModuleSaysWhatIsMissing(Feature feature) {
        ModuleProfile profile = new ModuleProfile(Set.of(feature), 1, 10, 10, 0, 1, OptionalLong.empty(), 0);
        Fit fit = engine().fit(profile);
        assertEquals(has(feature), fit.runs(), fit::toString);
        assertTrue(has(feature) || fit.why().contains(feature.toString()), fit::toString);
    }

    @Test
    void everyFeatureHasItsGuest() {
        assertEquals(EnumSet.allOf(Feature.class), RESULTS.keySet());
    }

    @Test
    void exceptionsLeaveTheGuestAsTrapsAndCrossInstancesByTheirTag() {
        if (!has(Feature.EXCEPTIONS)) {
            assertThrows(ModuleException.class, () -> compile("catcher"));
            return;
        }
        Store store = open();
        CoreInstance thrower = prepare("f-exceptions").instantiate(store);
        CoreInstance catcher = prepare("catcher").instantiate(store,
                List.of(thrower.export("tag").orElseThrow(), thrower.export("throw").orElseThrow()));
        assertEquals(55, call(catcher, "run", 55));
        traps(TrapKind.UNCAUGHT_EXCEPTION, thrower, "throw", 1);
    }

    @Test
    void bytesThatAreNoModuleAreRefused() {
        byte[] module = Guests.bytes("basic");
        assertThrows(ModuleException.class, () -> compile("empty", new byte[0]));
        assertThrows(ModuleException.class, () -> compile("text", "(module)".getBytes(StandardCharsets.UTF_8)));
        assertThrows(ModuleException.class, () -> compile("cut", Arrays.copyOf(module, module.length / 2)));
        byte[] component = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
        assertThrows(ModuleException.class, () -> compile("component", component));
    }

    @Test
    void theEngineNamesItself() {
        assertTrue(engine().id().matches("[a-z][a-z0-9-]*"), engine().id());
        assertFalse(engine().version().isBlank());
    }
}
