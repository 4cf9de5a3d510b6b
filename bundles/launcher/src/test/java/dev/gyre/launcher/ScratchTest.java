package dev.gyre.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    @TempDir
    Path parent;

    private static void age(Path folder) throws IOException {
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    @Test
    void eachHasItsOwnPrivateFolderWhichGoesWithIt() throws IOException {
        Path first;
        try (Scratch a = Scratch.create(parent); Scratch b = Scratch.create(parent)) {
            first = a.folder();
            assertNotEquals(first, b.folder());
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(first)));
            Files.createDirectories(first.resolve("felix/bundle1"));
            Files.writeString(first.resolve("felix/bundle1/x"), "x");
        }
        assertFalse(Files.exists(first));
    }

    @Test
    void whatADeadProcessLeftIsRemoved() throws IOException {
        Path dead = Files.createDirectory(parent.resolve("gyre-dead"));
        Files.createFile(dead.resolve("lock"));
        Files.writeString(dead.resolve("x"), "x");
        age(dead);
        Scratch.create(parent).close();
        assertFalse(Files.exists(dead));
    }

    @Test
    void livingYoungForeignAndLinkedFoldersStay() throws IOException {
        Path young = Files.createDirectory(parent.resolve("gyre-young"));
        Files.createFile(young.resolve("lock"));
        Path foreign = Files.createDirectory(parent.resolve("gyre-foreign"));
        Files.writeString(foreign.resolve("precious"), "x");
        age(foreign);
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("lock"));
        age(elsewhere);
        Path link = Files.createSymbolicLink(parent.resolve("gyre-link"), elsewhere);
        try (Scratch living = Scratch.create(parent)) {
            age(living.folder());
            Scratch.create(parent).close();
            for (Path kept : new Path[] {living.folder(), young, foreign.resolve("precious"), link, elsewhere.resolve("lock")}) {
                assertTrue(Files.exists(kept), kept + " is gone");
            }
        }
    }

    @Test
    void aLinkInsideIsRemovedNotFollowed() throws IOException {
        Path outside = Files.writeString(parent.resolve("outside"), "x");
        try (Scratch scratch = Scratch.create(parent)) {
            Files.createSymbolicLink(scratch.folder().resolve("link"), parent);
        }
        assertTrue(Files.exists(outside));
    }

    @Test
    void aFolderThatCannotBeMadeSaysWhereAndWhatToDo() {
        LauncherException e = assertThrows(LauncherException.class, () -> Scratch.create(parent.resolve("none")));
        assertTrue(e.getMessage().contains(parent.resolve("none").toString()) && e.getMessage().contains("java.io.tmpdir"), e.getMessage());
        assertEquals(LauncherException.CANNOT_CREATE, e.exitCode());
    }
}
