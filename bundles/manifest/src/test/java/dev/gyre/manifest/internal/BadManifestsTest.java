package dev.gyre.manifest.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigException;

/** Each file in {@code bad/} states in its first line, a comment, the message it must be refused with. */
class BadManifestsTest {
    private static final Path FOLDER = Path.of("src/test/resources/bad");
    private static final String EXPECT = "# ";

    @TestFactory
    Stream<DynamicTest> everyBadManifestIsRefusedWithItsMessage() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(FOLDER)) {
            files = list.sorted().toList();
        }
        assertTrue(files.size() > 50, "few bad manifests: " + files.size());
        return files.stream().map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> refused(f)));
    }

    private static void refused(Path file) throws IOException {
        String text = Files.readString(file);
        String expected = text.lines().findFirst().orElseThrow().substring(EXPECT.length());
        ConfigException e = assertThrows(ConfigException.class,
                () -> new TomlManifestReader().read(text, "spin.toml", new Origin.Manifest(file)));
        assertEquals(expected, e.getMessage());
    }
}
