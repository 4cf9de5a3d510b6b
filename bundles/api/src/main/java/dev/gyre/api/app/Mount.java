package dev.gyre.api.app;

import java.nio.file.Path;

/**
 * A host folder a guest sees.
 *
 * @param host     absolute path of an existing folder
 * @param guest    absolute guest path, such as {@code /}
 * @param writable whether the guest may change it; never for staged files unless the user asked for transient writes
 */
public record Mount(Path host, String guest, boolean writable) {
}
