package dev.gyre.itests.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/** Programs that neither Maven brings nor the JDK. Where there is none, tests are skipped; but not where every test has to run: {@code .ci/packages} installs it. */
final class Installed {
    private Installed() {
    }

    static void need(String program) {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator)).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!there && System.getenv("CI") != null) {
            throw new AssertionError(program + " is missing; .ci/packages installs it");
        }
        Assumptions.assumeTrue(there, program + " is not installed");
    }
}
