package dev.gyre.wasi.backend.file;

/**
 * A name in a folder.
 *
 * @param inode as in {@link FileStat#inode()}; 0 for what went away since the folder was read
 */
public record DirectoryEntry(String name, FileKind kind, long inode) {
}
