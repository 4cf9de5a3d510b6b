package dev.gyre.api.app;

import dev.gyre.api.config.Position;

/** An entry of a component's {@code files}. */
public sealed interface FileSpec {
    Position position();

    /** Files below the manifest's folder, each mounted at its own relative path. */
    record Glob(String pattern, Position position) implements FileSpec {
    }

    /** A folder below the manifest's folder, mounted at an absolute guest path. */
    record Directory(String source, String destination, Position position) implements FileSpec {
    }
}
