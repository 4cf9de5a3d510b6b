package dev.gyre.runtime.internal.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The guests of the end-to-end tests and examples, as built from the sources beside them. */
public final class Guests {
    private static final Path ROOT = Path.of("..", "..");

    private Guests() {
    }

    /** @param path from the repository's root */
    public static Path path(String path) {
        return ROOT.resolve(path).toAbsolutePath().normalize();
    }

    public static byte[] bytes(String path) {
        try {
            return Files.readAllBytes(path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
