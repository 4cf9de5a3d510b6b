package dev.gyre.wasi.p2.internal.file;

import dev.gyre.wasi.backend.WasiError;

/** {@code error-code} of {@code wasi:filesystem/types}. */
public enum FileError {
    ACCESS, WOULD_BLOCK, ALREADY, BAD_DESCRIPTOR, BUSY, DEADLOCK, QUOTA, EXIST, FILE_TOO_LARGE, ILLEGAL_BYTE_SEQUENCE, IN_PROGRESS, INTERRUPTED,
    INVALID, IO, IS_DIRECTORY, LOOP, TOO_MANY_LINKS, MESSAGE_SIZE, NAME_TOO_LONG, NO_DEVICE, NO_ENTRY, NO_LOCK, INSUFFICIENT_MEMORY,
    INSUFFICIENT_SPACE, NOT_DIRECTORY, NOT_EMPTY, NOT_RECOVERABLE, UNSUPPORTED, NO_TTY, NO_SUCH_DEVICE, OVERFLOW, NOT_PERMITTED, PIPE, READ_ONLY,
    INVALID_SEEK, TEXT_FILE_BUSY, CROSS_DEVICE;

    /** What the back end's error is called here. */
    static FileError of(WasiError error) {
        return switch (error) {
            case ACCESS -> ACCESS;
            case BAD_DESCRIPTOR -> BAD_DESCRIPTOR;
            case BUSY -> BUSY;
            case CROSS_DEVICE -> CROSS_DEVICE;
            case EXISTS -> EXIST;
            case FILE_TOO_LARGE -> FILE_TOO_LARGE;
            case ILLEGAL_BYTE_SEQUENCE -> ILLEGAL_BYTE_SEQUENCE;
            case INTERRUPTED -> INTERRUPTED;
            case INVALID -> INVALID;
            case IO -> IO;
            case IS_DIRECTORY -> IS_DIRECTORY;
            case LOOP -> LOOP;
            case NAME_TOO_LONG -> NAME_TOO_LONG;
            case NO_ENTRY -> NO_ENTRY;
            case NO_MEMORY, TOO_MANY_DESCRIPTORS, TOO_MANY_HOST_FILES -> INSUFFICIENT_MEMORY;
            case NO_SPACE -> INSUFFICIENT_SPACE;
            case NOT_DIRECTORY -> NOT_DIRECTORY;
            case NOT_EMPTY -> NOT_EMPTY;
            case NOT_PERMITTED -> NOT_PERMITTED;
            case NOT_SUPPORTED -> UNSUPPORTED;
            case PIPE -> PIPE;
            case QUOTA -> QUOTA;
            case READ_ONLY -> READ_ONLY;
            case SEEK_ON_STREAM -> INVALID_SEEK;
            case TEXT_FILE_BUSY -> TEXT_FILE_BUSY;
            case TOO_MANY_LINKS -> TOO_MANY_LINKS;
            case WOULD_BLOCK -> WOULD_BLOCK;
        };
    }
}
