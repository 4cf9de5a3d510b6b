package dev.gyre.wasi.backend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.wasi.backend.WasiException;

class HostNamesTest {
    @TempDir
    Path temp;

    @Test
    void windowsDevicesAndStreamsAreNoNames() {
        for (String bad : List.of("CON", "con", "nul.txt", "AUX.tar.gz", "COM1", "com9.x", "COM¹", "LPT³", "LPT0.", "CONIN$", "PRN .txt",
                "a:b", "C:", "a\\b", "..\\x", "a/b", "trailing.", "trailing ", "q?", "*", "a\0", "a\nb")) {
            assertTrue(HostNames.badOnWindows(bad), bad);
        }
        for (String good : List.of("console", "nul1", "COM", "COM10", "LPTX", "x.con", ".hidden", "café", "a b")) {
            assertFalse(HostNames.badOnWindows(good), good);
        }
    }

    @Test
    void aNameIsOneComponent() {
        for (String bad : List.of(".", "..", "a/b", "/", "/a", "é/b")) {
            assertThrows(WasiException.class, () -> HostNames.toHost(temp, bad), bad);
        }
        for (String good : List.of("a", "...", "a b", "%41", "+", "a\\b", "日本", "e\u0301", "\uFFFD")) {
            assertEquals(Optional.of(good), HostNames.toGuest(HostNames.toHost(temp, good)), good);
        }
        assertEquals(Optional.of("a/../é/b"), HostNames.targetToGuest(HostNames.targetToHost(temp, "a/../é/b")));
    }

    /** A service manager starts us so. */
    @Test
    void namesKeepTheirBytesWithoutALocale() throws Exception {
        ProcessBuilder child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), WithoutLocale.class.getName(), temp.toString());
        child.environment().put("LC_ALL", "C");
        child.redirectErrorStream(true);
        Process process = child.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(Files.exists(temp.resolve("café")));
        assertEquals(Path.of("naïve/日本"), Files.readSymbolicLink(temp.resolve("link")));
    }

    /** The other process. */
    static final class WithoutLocale {
        public static void main(String[] args) throws Exception {
            if (System.getProperty("sun.jnu.encoding").equals("UTF-8")) {
                throw new IllegalStateException("this is no test: file names are UTF-8 here");
            }
            try (HostDirectory directory = HostDirectory.open(Path.of(args[0]))) {
                directory.createDirectory(HostNames.toHost(directory.path(), "café"));
                directory.createSymbolicLink(HostNames.toHost(directory.path(), "link"), HostNames.targetToHost(directory.path(), "naïve/日本"));
                if (!HostNames.targetToGuest(directory.readSymbolicLink(Path.of("link"))).equals(Optional.of("naïve/日本"))
                        || directory.names(10).stream().noneMatch(n -> HostNames.toGuest(n).equals(Optional.of("café")))) {
                    throw new IllegalStateException("names do not come back as they were");
                }
            }
        }
    }
}
