package dev.gyre.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFoldersTest {
    @TempDir
    Path folder;

    private Map<String, String> settings(String command, Path... watched) {
        Map<String, String> settings = new HashMap<>(Map.of("felix.fileinstall.dir", String.join(",", List.of(watched).stream().map(Path::toString).toList()),
                "gyre.start.asked", "gogo"));
        WatchedFolders.settle(List.of(command, "--check"), settings);
        return settings;
    }

    @Test
    void theDoctorLooksAtThoseThatAreThere() {
        Map<String, String> some = settings("doctor", folder.resolve("deploy"), folder);
        assertEquals(folder.toString(), some.get("felix.fileinstall.dir"));
        assertEquals("gogo", some.get("gyre.start.asked"));
        Map<String, String> none = settings("doctor", folder.resolve("deploy"), folder.resolve("conf"));
        assertEquals("", none.get("felix.fileinstall.dir"));
        assertEquals("gogo,org.apache.felix.fileinstall", none.get("gyre.start.asked"));
    }

    @Test
    void whatServesLooksAtAllOfThem() {
        assertEquals(folder.resolve("deploy") + "," + folder, settings("serve", folder.resolve("deploy"), folder).get("felix.fileinstall.dir"));
    }
}
