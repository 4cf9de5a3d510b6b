package dev.gyre.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container: boots from anywhere, several times at once, writes nothing into the installation, ends in order. */
class BootIT {
    @TempDir
    Path folder;

    private Installation installation;
    private Map<String, String> environment;
    private Path temp;

    @BeforeEach
    void install() throws IOException {
        Path user = Files.createDirectory(folder.resolve("user"));
        temp = Files.createDirectory(folder.resolve("tmp"));
        installation = Installation.copyTo(folder.resolve("in stallation"), user);
        environment = installation.environment();
        environment.put("GYRE_OPTS", "-Djava.io.tmpdir=" + temp);
        environment.put("GYRE_AOT", "off");
    }

    private Server up() throws IOException {
        return Server.up(installation, environment, folder);
    }

    /** What the server said beyond its log's ordinary lines. */
    static String complaints(Server server) throws IOException {
        return Files.readString(server.err()).lines().filter(line -> !line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO .*")).collect(Collectors.joining("\n"));
    }

    private long temporaryFolders() throws IOException {
        try (Stream<Path> entries = Files.list(temp)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("gyre-")).count();
        }
    }

    @Test
    void twoAtOnceServeFromOneInstallationAndWriteNothingIntoIt() throws Exception {
        Map<String, String> before = installation.contents();
        try (Server one = up(); Server two = up()) {
            assertEquals(200, one.get());
            assertEquals(200, two.get());
            assertEquals(2, temporaryFolders());
            assertEquals("", complaints(one));
        }
        assertEquals(before, installation.contents());
        assertEquals(0, temporaryFolders());
    }

    @Test
    void aStopBySignalIsASuccess() throws Exception {
        Server server = up();
        assertEquals(200, server.get());
        server.close();
        assertEquals(0, server.process().exitValue());
        assertEquals("", complaints(server));
    }

    @Test
    void phasesOfTheStartAreTraced() throws Exception {
        environment.put("GYRE_TRACE_START", "1");
        try (Server server = up()) {
            String trace = complaints(server);
            for (int i = 0; i < 600 && !(trace.contains(" command taken\n") && trace.contains(" deploy")); i++) {
                Thread.sleep(100);
                trace = complaints(server);
            }
            assertTrue(trace.lines().allMatch(line -> line.matches("gyre-trace \\d+\\.\\d \\d+\\.\\d \\S.*")), trace);
            assertTrue(trace.contains(" script and JVM\n") && trace.contains(" command taken\n") && trace.contains(" deploy"), trace);
        }
    }

    @Test
    void aContainerThatCannotRunCommandsSaysWhatIsMissing() throws Exception {
        try (Stream<Path> bundles = Files.list(installation.home().resolve("bundles"))) {
            Files.delete(bundles.filter(path -> path.getFileName().toString().startsWith("dev.gyre.api-")).findFirst().orElseThrow());
        }
        Installation.Ended ended = installation.run(environment, installation.script().toString(), "up");
        assertEquals(70, ended.code());
        assertTrue(ended.err().contains("gyre: no bundle runs the command"), ended.err());
        assertTrue(ended.err().contains("gyre: dev.gyre.cli cannot be started: ") && ended.err().contains("dev.gyre.api"), ended.err());
        assertEquals(0, temporaryFolders());
    }

    @Test
    void aBrokenBundleIsNamedAndDoesNotStopTheOthers() throws Exception {
        Files.writeString(installation.home().resolve("bundles/broken.jar"), "no jar");
        try (Server server = up()) {
            assertEquals(200, server.get());
            assertTrue(Files.readString(server.err()).contains("broken.jar cannot be installed"), Files.readString(server.err()));
        }
    }

    @Test
    void aFolderThatIsNoInstallationIsToldApart() throws Exception {
        Files.delete(installation.home().resolve("conf/framework.properties"));
        Installation.Ended ended = installation.run(environment, installation.script().toString(), "up");
        assertEquals(78, ended.code());
        assertTrue(ended.err().startsWith("gyre: no " + installation.home().toRealPath().resolve("conf/framework.properties")), ended.err());
        assertFalse(ended.err().contains("\tat "), ended.err());
    }
}
