package dev.gyre.engine.chicory.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleException;

/** What Chicory in particular has and lacks; that the rest works or is refused is the contract's matter. */
class FeatureTest {
    @Test
    void chicoryHasTheseFeatures() {
        assertEquals(EnumSet.complementOf(EnumSet.of(Feature.SIMD, Feature.RELAXED_SIMD, Feature.LEGACY_EXCEPTIONS, Feature.TAIL_CALLS, Feature.GC,
                Feature.MEMORY64)), Guests.ENGINE.capabilities().features());
        assertTrue(Guests.ENGINE.capabilities().optimizing());
        assertEquals(0, Guests.ENGINE.capabilities().stackBytes());
    }

    @Test
    void anImportedMemoryOf64BitsIsRefusedByName() throws IOException {
        try (InputStream in = FeatureTest.class.getResourceAsStream("/guests/x-memory64-import.wasm")) {
            byte[] wasm = in.readAllBytes();
            assertEquals("needs memory64, which chicory lacks",
                    assertThrows(ModuleException.class, () -> Guests.ENGINE.compile(wasm, CompileOptions.uncached("import"))).getMessage());
        }
    }

    @Test
    void theEngineNamesItself() {
        assertEquals("chicory", Guests.ENGINE.id());
        assertTrue(Guests.ENGINE.version().startsWith("1.7.5-"), Guests.ENGINE.version());
    }
}
