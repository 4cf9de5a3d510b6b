package dev.gyre.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

class ServerFolderTest {
    private static final Path HOME = Path.of("/opt/gyre");

    @Test
    void onlySomeCommandsAreAboutAnotherFolder() {
        assertEquals(Path.of("/srv"), ServerFolder.of(List.of("serve", "--dir", "/srv/x/.."), HOME));
        assertEquals(Path.of("/srv"), ServerFolder.of(List.of("serve", "--listen", "a", "--dir=/srv"), HOME));
        assertEquals(Path.of("/srv"), ServerFolder.of(List.of("doctor", "--check", "--dir=/srv"), HOME));
        assertEquals(HOME, ServerFolder.of(List.of("up", "--dir", "/srv"), HOME));
        assertEquals(HOME, ServerFolder.of(List.of(), HOME));
        assertEquals(ServerFolder.usual(HOME), ServerFolder.of(List.of("serve", "--dir"), HOME));
    }
}
