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

class ServedFolderTest {
    private static final List<String> SERVE = List.of("serve", "--listen", "127.0.0.1:0");

    @TempDir
    Path folder;

    @Test
    void oneProcessServesAFolder() {
        try (ServedFolder held = ServedFolder.of(SERVE, folder)) {
            assertEquals(folder.toString(), held.locked());
            LauncherException refused = assertThrows(LauncherException.class, () -> ServedFolder.of(SERVE, folder));
            assertEquals(folder + " is served already by process " + ProcessHandle.current().pid() + "; serve another folder with --dir", refused.getMessage());
            assertEquals(1, refused.exitCode());
        }
        try (ServedFolder next = ServedFolder.of(SERVE, folder)) {
            assertEquals(folder.toString(), next.locked());
        }
    }

    @Test
    void commandsThatDoNotServeTakeNothing() {
        for (List<String> command : List.of(List.of("up"), List.<String>of(), List.of("doctor"), List.of("serve", "--help"))) {
            try (ServedFolder none = ServedFolder.of(command, folder)) {
                assertEquals("", none.locked());
            }
        }
        assertFalse(Files.exists(folder.resolve("data")));
    }

    @Test
    void aFolderThatCannotBeWrittenIsLeftToTheCommand() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (ServedFolder none = ServedFolder.of(SERVE, file)) {
            assertEquals("", none.locked());
        }
    }
}
