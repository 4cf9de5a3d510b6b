package dev.gyre.api.loader;

import java.nio.file.Path;

/**
 * How to load an application.
 *
 * @param staging         a folder for staged files; the caller owns and removes it
 * @param transientWrites whether guests may write to their staged copies
 */
public record LoadOptions(Path staging, boolean transientWrites) {
}
