package dev.gyre.wasi.backend;

/** Why an operation failed, in POSIX's terms. Each generation of WASI has its own number or name for every one of these. */
public enum WasiError {
    ACCESS, BAD_DESCRIPTOR, BUSY, CROSS_DEVICE, EXISTS, FILE_TOO_LARGE, ILLEGAL_BYTE_SEQUENCE, INTERRUPTED, INVALID, IO, IS_DIRECTORY,
    LOOP, NAME_TOO_LONG, NO_ENTRY, NO_MEMORY, NO_SPACE, NOT_DIRECTORY, NOT_EMPTY, NOT_PERMITTED, NOT_SUPPORTED, PIPE, QUOTA, READ_ONLY,
    SEEK_ON_STREAM, TEXT_FILE_BUSY, TOO_MANY_LINKS, WOULD_BLOCK,
    /** This guest has as many descriptors as it may have. */
    TOO_MANY_DESCRIPTORS,
    /** The host has no descriptors left. */
    TOO_MANY_HOST_FILES;

    /** An exception that says this. */
    public WasiException exception() {
        return new WasiException(this, null);
    }
}
