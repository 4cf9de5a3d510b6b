package dev.gyre.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    private static final List<String> SERVE = List.of("serve", "--listen", "127.0.0.1:0");

    @TempDir
    Path folder;

    @Test
    void oneProcessServesAFolder() {
        try (FolderLock held = FolderLock.take(SERVE, folder)) {
            assertEquals(folder.toString(), held.property(folder));
            LauncherException refused = assertThrows(LauncherException.class, () -> FolderLock.take(SERVE, folder));
            assertEquals(folder + " is served already by process " + ProcessHandle.current().pid() + "; serve another folder with --dir", refused.getMessage());
            assertEquals(1, refused.exitCode());
        }
        try (FolderLock next = FolderLock.take(SERVE, folder)) {
            assertEquals(folder.toString(), next.property(folder));
        }
    }

    @Test
    void commandsThatDoNotServeTakeNothing() {
        for (List<String> command : List.of(List.of("up"), List.<String>of(), List.of("doctor"), List.of("serve", "--help"))) {
            try (FolderLock none = FolderLock.take(command, folder)) {
                assertEquals("", none.property(folder));
            }
        }
        assertFalse(Files.exists(folder.resolve("data")));
    }

    @Test
    void aFolderThatCannotBeWrittenIsLeftToTheCommand() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (FolderLock none = FolderLock.take(SERVE, file)) {
            assertEquals("", none.property(file));
        }
    }
}
