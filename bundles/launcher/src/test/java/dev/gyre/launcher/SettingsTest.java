package dev.gyre.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final Map<String, String> VARIABLES = Map.of("gyre.home", "C:\\a $1 b", "gyre.data", "/tmp/x");

    @TempDir
    Path folder;

    private Map<String, String> load(String text) throws IOException {
        return Settings.load(Files.writeString(folder.resolve("f.properties"), text), VARIABLES);
    }

    @Test
    void variablesAreReplacedAndKept() throws IOException {
        Map<String, String> settings = load("a=${gyre.home}/c,${gyre.data}\nb=plain\n");
        assertEquals("C:\\a $1 b/c,/tmp/x", settings.get("a"));
        assertEquals("plain", settings.get("b"));
        assertEquals("/tmp/x", settings.get("gyre.data"));
    }

    /** A rule on plug-ins in the folder they are put into must not be passed over. */
    @Test
    void theServedFolderMayHaveSettingsOfItsOwn() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home/conf")).getParent();
        Path served = Files.createDirectories(folder.resolve("served/conf")).getParent();
        Files.writeString(home.resolve("conf/framework.properties"), "a=1\nb=2\n");
        assertEquals("1", Settings.of(home, served, VARIABLES).get("a"));
        Files.writeString(served.resolve("conf/framework.properties"), "a=${gyre.data}\n");
        assertEquals("/tmp/x", Settings.of(home, served, VARIABLES).get("a"));
        assertEquals("2", Settings.of(home, served, VARIABLES).get("b"));
        assertEquals("1", Settings.of(home, home, VARIABLES).get("a"));
    }

    @Test
    void anUnknownVariableIsNamedWithFileAndKey() {
        LauncherException e = assertThrows(LauncherException.class, () -> load("storage=${gyre.hom}/x\n"));
        assertTrue(e.getMessage().contains("f.properties: storage: unknown variable ${gyre.hom}; known are gyre.data, gyre.home"), e.getMessage());
        assertEquals(LauncherException.CONFIGURATION, e.exitCode());
    }

    @Test
    void millisecondsAreCheckedAndMayBeMissing() {
        assertEquals(Duration.ofMillis(1500), Settings.millis(Map.of("t", " 1500"), "t", Duration.ZERO));
        assertEquals(Duration.ofSeconds(3), Settings.millis(Map.of(), "t", Duration.ofSeconds(3)));
        LauncherException e = assertThrows(LauncherException.class, () -> Settings.millis(Map.of("t", "2s"), "t", Duration.ZERO));
        assertEquals("t: 2s: expected milliseconds, 0 to 999999999", e.getMessage());
    }

    @Test
    void aMissingFileSaysWhichInstallationIsMeant() {
        LauncherException e = assertThrows(LauncherException.class, () -> Settings.load(folder.resolve("none"), VARIABLES));
        assertTrue(e.getMessage().contains(folder.resolve("none") + ": is gyre.home a Gyre installation?"), e.getMessage());
    }
}
