package dev.gyre.wasi.backend.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

import dev.gyre.wasi.backend.WasiError;

/**
 * Where a guest's path leads: a name in an open folder, or the folder itself.
 *
 * @param parent     closed with this
 * @param owned      whether the parent was opened for this
 * @param name       nothing for the folder itself
 * @param attributes of what is there; nothing when there is nothing
 * @param slash      the path ended with a slash, and so must lead to a folder
 */
public record Found(HostDirectory parent, boolean owned, Optional<Path> name, Optional<BasicFileAttributes> attributes, boolean slash)
        implements AutoCloseable {

    /** The name, for operations that make no sense on the folder itself. */
    public Path name(WasiError otherwise) {
        return name.orElseThrow(otherwise::exception);
    }

    /** The same for something that is there. */
    public BasicFileAttributes existing() {
        BasicFileAttributes there = attributes.orElseThrow(WasiError.NO_ENTRY::exception);
        if (slash && !there.isDirectory()) {
            throw WasiError.NOT_DIRECTORY.exception();
        }
        return there;
    }

    /** The name of what is to be made, when nothing is there yet. */
    public Path absent() {
        Path free = name(WasiError.EXISTS);
        if (attributes.isPresent()) {
            throw WasiError.EXISTS.exception();
        }
        return free;
    }

    /** The same for what is no folder, whose name cannot end with a slash. */
    public Path absentFile() {
        if (slash && attributes.isPresent() && !attributes.get().isDirectory()) {
            throw WasiError.NOT_DIRECTORY.exception();
        }
        Path free = absent();
        if (slash) {
            throw WasiError.NO_ENTRY.exception();
        }
        return free;
    }

    @Override
    public void close() throws IOException {
        if (owned) {
            parent.close();
        }
    }
}
