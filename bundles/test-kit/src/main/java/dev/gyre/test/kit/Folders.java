package dev.gyre.test.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Deletes folders, staged ones that are read-only included. Stateless. */
final class Folders {
    private Folders() {
    }

    static void delete(Path folder) {
        try {
            dev.gyre.api.files.Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
