package dev.gyre.cli.internal.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
    @Test
    void ourFolderGoesWithAllThatIsInIt() throws Exception {
        Staging staging = Staging.open(Optional.empty());
        Path folder = Files.createDirectories(staging.folder().resolve("assets/a"));
        Files.writeString(folder.resolve("file"), "x").toFile().setWritable(false);
        folder.toFile().setWritable(false);
        staging.close();
        assertFalse(Files.exists(staging.folder()));
    }

    @Test
    void theUsersFolderStays(@TempDir Path dir) throws Exception {
        try (Staging staging = Staging.open(Optional.of(dir.resolve("new")))) {
            Files.writeString(staging.folder().resolve("file"), "x");
        }
        assertTrue(Files.exists(dir.resolve("new/file")));
    }

    @Test
    void aLinkInTheFolderIsRemovedAndNotFollowed(@TempDir Path outside) throws Exception {
        Path kept = Files.writeString(outside.resolve("kept"), "x");
        try (Staging staging = Staging.open(Optional.empty())) {
            Files.createSymbolicLink(staging.folder().resolve("link"), outside);
        }
        assertEquals("x", Files.readString(kept));
    }
}
