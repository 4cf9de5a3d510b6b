package dev.gyre.wasi.backend.file;

/**
 * How to open a path.
 *
 * @param follow    a symbolic link as the last component
 * @param create    a file, if nothing is there
 * @param exclusive fail if something is there
 * @param truncate  an existing file to nothing
 * @param directory fail unless it is a folder
 * @param read      the file's content will be read
 * @param write     the file's content will be written
 * @param sync      when writes must have reached the disk
 */
public record OpenRequest(
        boolean follow, boolean create, boolean exclusive, boolean truncate, boolean directory, boolean read, boolean write, Sync sync) {
    /** When a write is done. */
    public enum Sync {
        /** Once the host has it. */
        NONE,
        /** Once the content is on the disk. */
        DATA,
        /** Once the content and all that is known of the file is on the disk. */
        ALL
    }
}
