package dev.gyre.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    @TempDir
    Path folder;

    private Path home;
    private AotCache cache;

    @BeforeEach
    void installation() throws IOException {
        home = folder.resolve("home");
        for (String name : new String[] {"lib", "bundles", "conf"}) {
            Files.createDirectories(home.resolve(name));
        }
        Files.writeString(home.resolve("bundles/a.jar"), "a");
        cache = new AotCache(home, folder.resolve("cache/gyre/aot/_home/25/123/gyre.aot"));
    }

    private void publish(String content) throws IOException {
        cache.publish(Files.writeString(cache.fresh(), content));
    }

    private Path beside(String name) {
        return cache.file().resolveSibling(name);
    }

    @Test
    void aPublishedCacheIsCurrentUntilTheInstallationChanges() throws IOException {
        assertFalse(cache.isCurrent());
        publish("cache");
        assertTrue(cache.isCurrent());
        assertEquals("cache", Files.readString(cache.file()));
        Files.writeString(home.resolve("bundles/b.jar"), "b");
        assertFalse(cache.isCurrent());
    }

    @Test
    void aSoundCacheSurvivesTheCheckAndADamagedOneDoesNot() throws IOException {
        publish("cache");
        Files.createFile(beside("starting"));
        cache.check();
        assertTrue(cache.isCurrent());
        assertFalse(Files.exists(beside("starting")));

        Files.writeString(cache.file(), "cachE");
        cache.check();
        assertFalse(Files.exists(cache.file()));
        assertFalse(cache.isCurrent());
    }

    @Test
    void aCacheWithoutStampIsNotTrusted() throws IOException {
        publish("cache");
        Files.delete(beside("stamp"));
        assertFalse(cache.isCurrent());
        cache.check();
        assertFalse(Files.exists(cache.file()));
    }

    @Test
    void onlyTheSecondWishIsGranted() throws IOException {
        assertFalse(cache.want());
        assertTrue(cache.want());
        publish("cache");
        assertFalse(cache.want());
    }

    @Test
    void nothingIsWantedWhereNothingCanBeKept() throws IOException {
        AotCache nowhere = new AotCache(home, Files.writeString(folder.resolve("file"), "").resolve("x/gyre.aot"));
        assertFalse(nowhere.want());
        assertFalse(nowhere.want());
        nowhere.hasStarted();
        nowhere.check();
    }

    @Test
    void whatEarlierStatesOfThisInstallationLeftIsRemoved() throws IOException {
        Path old = folder.resolve("cache/gyre/aot/_home/25/99/gyre.aot");
        Path otherJava = folder.resolve("cache/gyre/aot/_home/26/99/gyre.aot");
        Path otherHome = folder.resolve("cache/gyre/aot/_other/25/99/gyre.aot");
        for (Path file : new Path[] {old, otherJava, otherHome}) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
        }
        publish("cache");
        assertFalse(Files.exists(old.getParent()));
        assertTrue(Files.exists(otherJava));
        assertTrue(Files.exists(otherHome));
        assertTrue(cache.isCurrent());
    }

    @Test
    void leftoversOfABrokenAttemptAreRemoved() throws IOException {
        Path left = Files.writeString(cache.fresh().resolveSibling("making-1"), "x");
        cache.fresh();
        assertFalse(Files.exists(left));
    }
}
