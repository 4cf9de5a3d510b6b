package dev.gyre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearestManifestTest {
    @TempDir
    Path folder;

    @Test
    void itIsThatOfTheNearestFolderAboveWithinTheRepository() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("repository/app/src/deep"));
        Files.createDirectory(folder.resolve("repository/.git"));
        Files.writeString(folder.resolve("spin.toml"), "not ours");
        assertEquals("spin.toml", NearestManifest.find(deep));
        Files.writeString(folder.resolve("repository/spin.toml"), "");
        assertEquals("../../../spin.toml", NearestManifest.find(deep));
        Files.writeString(folder.resolve("repository/app/spin.toml"), "");
        assertEquals("../../spin.toml", NearestManifest.find(deep));
        assertEquals("spin.toml", NearestManifest.find(deep.getParent().getParent()));
    }
}
