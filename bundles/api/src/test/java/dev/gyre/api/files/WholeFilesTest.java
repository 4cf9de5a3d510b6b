package dev.gyre.api.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {
    @TempDir
    Path folder;

    /** Stands for the process being killed. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private List<Path> others(Path file) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> !f.equals(file)).toList();
        }
    }

    @Test
    void killedAtAnyStepTheFileIsTheOldOrTheNew() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        List<String> steps = new ArrayList<>();
        WholeFiles.replace(file, "new".getBytes(), steps::add);
        assertEquals(List.of("created", "written", "forced", "renamed", "folder forced"), steps);
        assertEquals("new", Files.readString(file));
        for (String last : steps) {
            Files.writeString(file, "old");
            assertThrows(Killed.class, () -> WholeFiles.replace(file, "new".getBytes(), step -> {
                if (step.equals(last)) {
                    throw new Killed();
                }
            }));
            boolean done = steps.indexOf(last) >= steps.indexOf("renamed");
            assertEquals(done ? "new" : "old", Files.readString(file), last);
            assertEquals(done ? 0 : 1, others(file).size(), last);
            WholeFiles.sweep(folder);
            assertEquals(List.of(), others(file), last);
        }
    }

    /** There may be secrets in it. */
    @Test
    void whoMayReadTheOldMayReadTheNew() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        for (String permissions : List.of("rw-------", "rw-rw-rw-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            WholeFiles.replace(file, "new".getBytes());
            assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldAndNothingElse() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("taken/by-a-folder")).getParent();
        assertThrows(IOException.class, () -> WholeFiles.replace(taken, new byte[1]));
        assertEquals(List.of(), others(taken));
        WholeFiles.replace(folder.resolve("fresh"), new byte[1]);
        WholeFiles.delete(folder.resolve("fresh"));
        WholeFiles.delete(folder.resolve("fresh"));
        assertEquals(List.of(), others(taken));
    }
}
