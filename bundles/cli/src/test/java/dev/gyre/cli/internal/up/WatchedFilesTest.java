package dev.gyre.cli.internal.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;

class WatchedFilesTest {
    @TempDir
    Path folder;

    @Test
    void linksAreFollowed() throws Exception {
        Path one = Files.writeString(folder.resolve("one"), "1");
        Path two = Files.writeString(folder.resolve("two"), "2");
        Path manifest = Files.createSymbolicLink(folder.resolve("spin.toml"), one.getFileName());
        WatchedFiles files = WatchedFiles.of(new Application(new AppInfo("a", "1", Optional.empty(), List.of(), Optional.empty(), 1, new Origin.Manifest(manifest)),
                List.of(), List.of(), Map.of(), Map.of(), ConfigTable.empty("", Position.of("gyre.toml"))));
        Map<Path, WatchedFiles.Stamp> before = files.look();
        Files.writeString(one, "1 and more");
        Map<Path, WatchedFiles.Stamp> written = files.look();
        assertNotEquals(before, written);
        Files.setLastModifiedTime(two, Files.getLastModifiedTime(one));
        Files.move(Files.createSymbolicLink(folder.resolve("next"), two.getFileName()), manifest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Map<Path, WatchedFiles.Stamp> led = files.look();
        assertNotEquals(written, led);
        assertEquals(led, files.look());
    }
}
