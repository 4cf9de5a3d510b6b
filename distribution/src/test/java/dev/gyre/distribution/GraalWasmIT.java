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

/** GraalWasm is there when it is asked for, in both ways, and otherwise costs nothing and is not missed. */
class GraalWasmIT {
    @TempDir
    Path folder;

    private Installation installation;
    private Map<String, String> environment;

    @BeforeEach
    void install() throws IOException {
        installation = Installation.copyTo(folder.resolve("gyre"), Files.createDirectory(folder.resolve("user")));
        environment = installation.environment();
        environment.put("GYRE_AOT", "off");
    }

    /** What {@code gyre} says about the engines of a server. */
    private String engines(Server server, String engine) throws IOException, InterruptedException {
        assertEquals(200, server.get());
        Installation.Ended list = installation.run(environment, installation.script().toString(), "engine", "list", "-f", server.application().toString());
        return list.out().lines().filter(line -> line.startsWith(engine + " ")).findFirst().orElse(list.err());
    }

    @Test
    void namingTheEngineIsEnoughToHaveItWithItsCompiler() throws Exception {
        try (Server server = Server.up(installation, environment, folder, "--engine", "graalwasm")) {
            String line = engines(server, "graalwasm");
            assertTrue(line.matches("graalwasm +25\\.\\S+ +1 +yes *"), line);
        }
    }

    @Test
    void withoutItsCompilerItSaysWhatToDo() throws Exception {
        environment.put("GYRE_GRAAL", "interpreter");
        try (Server server = Server.up(installation, environment, folder)) {
            String line = engines(server, "graalwasm");
            assertTrue(line.matches("graalwasm +25\\.\\S+ +0 +no +.*GYRE_GRAAL=on"), line);
        }
    }

    @Test
    void notAskedForItIsNotThereAndNothingComplains() throws Exception {
        try (Server server = Server.up(installation, environment, folder)) {
            assertTrue(engines(server, "chicory").matches("chicory .* yes *"), "chicory serves");
            assertEquals("", engines(server, "graalwasm"));
            assertEquals("", BootIT.complaints(server));
        }
    }

    @Test
    void aWrongWishIsRefused() throws Exception {
        environment.put("GYRE_GRAAL", "yes");
        Installation.Ended ended = installation.run(environment, installation.script().toString(), "up");
        assertEquals(78, ended.code());
        assertEquals("gyre: GYRE_GRAAL is yes; it may be on, interpreter or off\n", ended.err());
    }

    @Test
    void withoutItsJarsItIsRefusedInWords() throws Exception {
        Files.move(installation.home().resolve("lib/graal"), installation.home().resolve("lib/other"));
        Installation.Ended ended = installation.run(environment, installation.script().toString(), "up", "--engine=graalwasm");
        assertEquals(78, ended.code());
        assertTrue(ended.err().contains("lib/graal, which are not there"), ended.err());
    }
}
