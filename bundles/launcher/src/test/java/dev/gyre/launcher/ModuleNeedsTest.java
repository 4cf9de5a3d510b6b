package dev.gyre.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class ModuleNeedsTest {
    private static boolean met(String list, String jar) {
        return ModuleNeeds.of(list).areMet(Path.of("bundles", jar), ModuleLayer.boot());
    }

    @Test
    void aJarIsWantedOnlyWithItsModule() {
        assertFalse(met("engine.x@no.such.module", "engine.x-1.0.jar"));
        assertTrue(met("engine.x@java.base", "engine.x-1.0.jar"));
        assertTrue(met("engine.x@no.such.module, engine.y@java.xml", "engine.z-1.0.jar"));
        assertTrue(met("", "engine.x-1.0.jar"));
    }

    @Test
    void aMalformedEntryIsNamed() {
        for (String entry : new String[] {"engine.x", "@java.base", "engine.x@"}) {
            LauncherException e = assertThrows(LauncherException.class, () -> ModuleNeeds.of(entry));
            assertEquals("gyre.install.with: " + entry + ": expected name@module", e.getMessage());
        }
    }
}
