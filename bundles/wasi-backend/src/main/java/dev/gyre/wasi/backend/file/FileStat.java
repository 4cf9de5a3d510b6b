package dev.gyre.wasi.backend.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

import dev.gyre.wasi.backend.internal.HostDirectory;

/**
 * What is known of a file. Times are nanoseconds since 1970-01-01T00:00:00Z, earlier ones 0.
 *
 * @param inode    the same for the same file of this host, and for no other: made from the host's device and inode numbers,
 *                 which the guest does not learn
 * @param links    hard links; 1 where the host does not tell
 * @param size     in bytes
 * @param accessed last read
 * @param modified last written
 * @param changed  last changed in any way; the last write where the host does not tell
 */
public record FileStat(FileKind kind, long inode, long links, long size, long accessed, long modified, long changed) {
    /** Guests see one device, because inode numbers are unique over all of the host's. */
    public static final long DEVICE = 1;

    static FileKind kind(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return FileKind.REGULAR_FILE;
        }
        if (attributes.isDirectory()) {
            return FileKind.DIRECTORY;
        }
        return attributes.isSymbolicLink() ? FileKind.SYMBOLIC_LINK : FileKind.OTHER;
    }

    /** @param path where the file was a moment ago; asked only for what says that it is the same file */
    static FileStat of(BasicFileAttributes attributes, Path path) {
        Object identity = HostDirectory.identity(path, attributes);
        long links = 1;
        long changed = nanos(attributes.lastModifiedTime());
        try {
            Map<String, Object> more = Files.readAttributes(path, "unix:fileKey,nlink,ctime", LinkOption.NOFOLLOW_LINKS);
            if (identity.equals(more.get("fileKey"))) {
                links = ((Number) more.get("nlink")).longValue();
                changed = nanos((FileTime) more.get("ctime"));
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // No such view on this host, or the file has just gone: what we have is enough.
        }
        return new FileStat(kind(attributes), inode(identity), links, attributes.size(),
                nanos(attributes.lastAccessTime()), nanos(attributes.lastModifiedTime()), changed);
    }

    /** A file that has no name any more, from what it was and how long it is now. */
    static FileStat unnamed(BasicFileAttributes attributes, Object identity, long size) {
        long modified = nanos(attributes.lastModifiedTime());
        return new FileStat(kind(attributes), inode(identity), 0, size, nanos(attributes.lastAccessTime()), modified, modified);
    }

    /** FNV-1a over the host's own description, for example {@code (dev=fe00,ino=2180169)}. */
    static long inode(Object identity) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : identity.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    private static long nanos(FileTime time) {
        Instant instant = time.toInstant();
        if (instant.getEpochSecond() < 0) {
            return 0;
        }
        long seconds = Math.min(instant.getEpochSecond(), Long.MAX_VALUE / 1_000_000_000L - 1);
        return seconds * 1_000_000_000L + instant.getNano();
    }
}
