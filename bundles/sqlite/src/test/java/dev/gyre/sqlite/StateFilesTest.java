package dev.gyre.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
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

class StateFilesTest {
    @TempDir
    private Path folder;

    private Location of(Optional<Path> state) {
        AppInfo info = new AppInfo("shop", "1", Optional.empty(), List.of(), Optional.empty(), 1, new Origin.Manifest(folder.resolve("spin.toml")));
        return StateFiles.of(new Application(info, List.of(), List.of(), Map.of(), Map.of(), ConfigTable.empty("", Position.of("gyre.toml"))), state, "x.db", "memory");
    }

    @Test
    void spinsFileIsUsedWhereItIsTheOnlyOne() throws Exception {
        Path own = folder.resolve(".gyre");
        assertEquals(new Location.InMemory("memory"), of(Optional.empty()));
        assertEquals(new Location.OnDisk(own.resolve("x.db")), of(Optional.of(own)));
        Path spins = Files.createFile(Files.createDirectory(folder.resolve(".spin")).resolve("x.db"));
        assertEquals(new Location.OnDisk(spins), of(Optional.of(own)));
        Files.createFile(Files.createDirectory(own).resolve("x.db"));
        assertEquals(new Location.OnDisk(own.resolve("x.db")), of(Optional.of(own)));
    }
}
