package dev.gyre.itests.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.itests.e2e.Gyre;
import dev.gyre.itests.e2e.Transcript;

/** Plug-ins that are written as docs/extending.md says, outside of this build: made from the archetypes, built, used, changed, removed. */
class ExtendingE2E {
    /** Looking again is harmless, and what they show may come a little later. */
    private static final String LOOKS = "(head|tail|gyre app list) .*";

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
            for (Transcript line : Transcript.of(Files.readString(Gyre.root().resolve("docs/extending.md")))) {
                if (line.command().endsWith("&")) {
                    shell.start(line.command().replaceAll(" *&$", ""), log);
                    await(log);
                } else {
                    type(shell, line, log);
                }
            }
        }
        String told = Files.readString(log);
        assertFalse(told.contains("failed"), told);
    }

    private static void await(Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!Files.exists(log) || !Files.readString(log).contains("Gyre serves")) {
            assertTrue(System.nanoTime() < end, () -> "it does not serve");
            Thread.sleep(50);
        }
    }

    private static void type(Shell shell, Transcript line, Path log) throws IOException, InterruptedException {
        Shell.Result result = shell.run(line.command());
        for (int i = 0; i < 200 && line.command().matches(LOOKS) && !line.matches(result.output()); i++) {
            Thread.sleep(100);
            result = shell.run(line.command());
        }
        String all = "$ " + line.command() + "\n" + result.output() + (Files.exists(log) ? Files.readString(log) : "");
        assertEquals(0, result.code(), all);
        assertTrue(line.matches(result.output()), () -> "is said to print\n" + String.join("\n", line.output()) + "\nbut:\n" + all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"executor", "host"})
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
