package dev.gyre.wasi.backend.file;

/** What a name in a folder stands for. */
public enum FileKind {
    REGULAR_FILE, DIRECTORY, SYMBOLIC_LINK,
    /** A device, a pipe, a socket: guests can see them and no more. */
    OTHER
}
