package dev.gyre.serve.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Files an application is loaded with beside its own one and its manifest, which its operator may change: its runtime configuration and what
 * that names. Immutable.
 *
 * @param files which they are
 * @param state as they were
 */
record Beside(List<Path> files, Map<Path, AppFiles.Stamp> state) {
    /** None. */
    static final Beside NONE = new Beside(List.of(), Map.of());

    /** These files as they are now. Blocks on the disk. */
    static Beside now(List<Path> files) {
        return new Beside(files, AppFiles.stamps(files));
    }

    /** The same files as they are now. */
    Beside again() {
        return files.isEmpty() ? this : now(files);
    }
}
