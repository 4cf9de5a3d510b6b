package dev.gyre.wasi.backend.internal;

import java.nio.file.Path;

/** A file by where it was opened and what makes it that file. */
public record HostFile(Path path, Object identity) {
}
