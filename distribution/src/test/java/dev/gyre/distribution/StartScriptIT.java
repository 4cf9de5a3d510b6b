package dev.gyre.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/gyre} finds itself and a Java, or says what is missing. */
class StartScriptIT {
    private static final String VERSION = "gyre \\S+ \\(Java .*\\)\n";

    @TempDir
    Path folder;

    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        Path user = Files.createDirectory(folder.resolve("user"));
        installation = Installation.copyTo(folder.resolve("a place (with spaces), ümlauts & 'quotes'/gyre"), user);
    }

    /** A folder that looks like a Java of some version; its java prints its own path and its arguments. */
    private Path java(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho started " + name + "\n");
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"");
        return home;
    }

    private void assertVersion(Installation.Ended ended) {
        assertEquals("", ended.err());
        assertTrue(ended.out().matches(VERSION), ended.out());
        assertEquals(0, ended.code());
    }

    @Test
    void answersFromAnOddFolderThroughChainsOfLinksAndFromThePath() throws Exception {
        assertVersion(installation.gyre("--version"));
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path relative = Files.createSymbolicLink(bin.resolve("g1"), bin.relativize(installation.script()));
        Path chained = Files.createSymbolicLink(bin.resolve("gyre"), Path.of("g1"));
        assertVersion(installation.run(installation.environment(), relative.toString(), "--version"));
        assertVersion(installation.run(installation.environment(), chained.toString(), "--version"));
        Map<String, String> environment = installation.environment();
        environment.put("PATH", bin + ":/usr/bin:/bin");
        assertVersion(installation.run(environment, "/bin/sh", "-c", "gyre --version"));
    }

    @Test
    void helpNamesTheCommands() throws Exception {
        Installation.Ended help = installation.gyre("--help");
        assertTrue(help.out().contains("\nCommands:\n  new ") && help.out().contains("\n  up "), help.out());
        assertEquals(help, installation.gyre());
        assertEquals(help, installation.gyre("help"));
    }

    @Test
    void wrongWordsAreToldWithoutAContainer() throws Exception {
        Installation.Ended command = installation.gyre("upp");
        assertEquals(2, command.code());
        assertTrue(command.err().startsWith("gyre: unknown command 'upp'; did you mean 'up'?\n"), command.err());
        Installation.Ended option = installation.gyre("--file", "x");
        assertEquals(2, option.code());
        assertTrue(option.err().startsWith("gyre: unknown option '--file'"), option.err());
    }

    @Test
    void theFirstJavaThatIsNewEnoughIsTaken() throws Exception {
        Map<String, String> environment = installation.environment();
        environment.put("JAVA_HOME", java("old", "17.0.9").toString());
        environment.put("PATH", java("new", "26-ea").resolve("bin") + ":/usr/bin:/bin");
        assertEquals("started new\n", installation.run(environment, installation.script().toString(), "x").out());
        environment.put("GYRE_JAVA_HOME", java("chosen", "25").toString());
        assertEquals("started chosen\n", installation.run(environment, installation.script().toString(), "x").out());
    }

    @Test
    void aJavaInAUsualFolderIsFound() throws Exception {
        Map<String, String> environment = installation.environment();
        environment.put("JAVA_HOME", java("old", "1.8.0_402").toString());
        Path usual = java("user/.sdkman/candidates/java/99", "99.0.1");
        environment.put("PATH", bareTools().toString());
        String found = installation.run(environment, installation.script().toString(), "--java").out().strip();
        // the machine's own folders come first, and may hold one
        assertTrue(found.equals(usual.resolve("bin/java").toString()) || found.startsWith("/usr/") || found.startsWith("/opt/"), found);
    }

    @Test
    void aChosenJavaThatIsTooOldOrMissingStopsTheStart() throws Exception {
        Map<String, String> environment = installation.environment();
        Path old = java("old", "21.0.4");
        environment.put("GYRE_JAVA_HOME", old.toString());
        Installation.Ended ended = installation.run(environment, installation.script().toString(), "--version");
        assertEquals(69, ended.code());
        assertTrue(ended.err().startsWith("gyre: GYRE_JAVA_HOME names no Java 25 or newer.\n"), ended.err());
        assertTrue(ended.err().contains(old + ": Java 21.0.4\n") && ended.err().contains("Install a JDK 25"), ended.err());
        environment.put("GYRE_JAVA_HOME", folder.resolve("none").toString());
        ended = installation.run(environment, installation.script().toString(), "--version");
        assertTrue(ended.err().contains(folder.resolve("none") + ": no bin/java\n"), ended.err());
    }

    @Test
    void aReleaseFileIsNotNeeded() throws Exception {
        Path home = java("bare", "0");
        Files.delete(home.resolve("release"));
        Files.writeString(home.resolve("bin/java"),
                "#!/bin/sh\n[ \"$1\" = -version ] && { echo 'openjdk version \"25.0.1\" 2025-10-21' >&2; exit; }\necho started bare\n");
        Map<String, String> environment = installation.environment();
        environment.put("GYRE_JAVA_HOME", home.toString());
        assertEquals("started bare\n", installation.run(environment, installation.script().toString(), "x").out());
    }

    @Test
    void theUsersOwnOptionsReachTheJvmLast() throws Exception {
        Map<String, String> environment = installation.environment();
        environment.put("GYRE_OPTS", "-Dx=* -XX:+PrintFlagsFinal -Xss3m");
        Installation.Ended ended = installation.run(environment, installation.script().toString(), "--version");
        assertTrue(ended.out().replaceAll(" +", " ").contains("ThreadStackSize = 3072"), ended.out());
    }

    /** Folders with the few programs the script may need, and no Java. */
    private Path bareTools() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : new String[] {"sh", "cat", "sed", "readlink"}) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/bin").resolve(tool).toRealPath());
        }
        return tools;
    }
}
