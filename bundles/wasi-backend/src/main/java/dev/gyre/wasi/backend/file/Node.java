package dev.gyre.wasi.backend.file;

import java.util.OptionalLong;

/** Something open in a mount. For one thread at a time; every method may block on the disk. */
public sealed interface Node extends AutoCloseable permits Directory, RegularFile {
    FileStat stat();

    /**
     * Sets times, in nanoseconds since 1970-01-01T00:00:00Z; an absent one stays.
     *
     * @throws dev.gyre.wasi.backend.WasiException {@link dev.gyre.wasi.backend.WasiError#READ_ONLY} in a read-only mount, and
     *     {@link dev.gyre.wasi.backend.WasiError#NO_ENTRY} once it has been renamed or removed
     */
    void setTimes(OptionalLong accessed, OptionalLong modified);

    /** Never fails: what could be lost was promised by no one. */
    @Override
    void close();
}
