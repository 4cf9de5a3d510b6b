package dev.gyre.itests.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.itests.e2e.Gyre;

/** Plug-ins that are written as docs/extending.md says, outside of this build: made from the archetypes, built, used, changed, removed. */
class ExtendingE2E {
    @TempDir
    static Path tools;

    private static String path;

    @TempDir
    Path folder;

    @BeforeAll
    static void maven() throws IOException {
        path = OutsideMaven.install(Gyre.root(), tools) + ":" + Gyre.home().resolve("bin");
    }

    private Shell shell() throws IOException {
        return new Shell(folder, Map.of("XDG_CACHE_HOME", Gyre.root().resolve("itests/target/cache").toString()), path);
    }

    @Test
    void theTutorialDoesWhatItSays() throws Exception {
        Path log = folder.resolve("serve.log");
        try (Shell shell = shell()) {
            new Tutorial(shell, log).run(Files.readString(Gyre.root().resolve("docs/extending.md")));
        }
        String told = Files.readString(log);
        assertFalse(told.contains("failed"), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"executor", "host", "interface"})
    void whatTheOtherArchetypesMakePassesItsOwnTests(String archetype) throws Exception {
        try (Shell shell = shell()) {
            Shell.Result made = shell.run("mvn -B -q org.apache.maven.plugins:maven-archetype-plugin:3.4.1:generate -DarchetypeGroupId=dev.gyre"
                    + " -DarchetypeArtifactId=dev.gyre.archetype." + archetype + " -DarchetypeVersion=" + System.getProperty("gyre.version")
                    + " -DgroupId=com.acme -DartifactId=com.acme.plugin -Dversion=1.0.0 -Dpackage=com.acme.plugin && cd com.acme.plugin && mvn -q package");
            assertEquals(0, made.code(), made.output());
            assertTrue(Files.exists(folder.resolve("com.acme.plugin/target/com.acme.plugin-1.0.0.jar")), made.output());
        }
    }
}
