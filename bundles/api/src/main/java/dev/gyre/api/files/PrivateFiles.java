package dev.gyre.api.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * Files and folders that nobody but the user can change. Where the file system has no such permissions (Windows), the user's
 * own profile folder is what protects them. Stateless; blocks on the disk.
 */
public final class PrivateFiles {
    /** How the names of files end that a killed process may leave behind. */
    public static final String TEMPORARY = ".tmp";
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> OTHERS_READ_OR_WRITE =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private PrivateFiles() {
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] permissions(Path path, String mode) {
        return posix(path) ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    /** Makes the folder if it is not there, and checks that only the user can write to it. */
    public static void folder(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            try {
                Files.createDirectory(folder, permissions(folder, "rwx------"));
            } catch (FileAlreadyExistsException e) {
                // another process made it; it is checked like any other
            }
        }
        check(folder, folder, OTHERS_WRITE);
    }

    /** Checks that a file in a folder of the user's is the user's, and secret. */
    public static void secret(Path file) throws IOException {
        check(file, file.getParent(), OTHERS_READ_OR_WRITE);
    }

    private static void check(Path path, Path folder, Set<PosixFilePermission> forbidden) throws IOException {
        if (!posix(path)) {
            return;
        }
        PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            throw new IOException(path + " is a symbolic link");
        }
        if (!Collections.disjoint(attributes.permissions(), forbidden)) {
            throw new IOException(path + " is open to other users (" + PosixFilePermissions.toString(attributes.permissions())
                    + "); run chmod go= on it, or delete it");
        }
        UserPrincipal user = user(folder);
        if (!attributes.owner().equals(user)) {
            throw new IOException(path + " belongs to " + attributes.owner().getName() + ", and this process runs as " + user.getName());
        }
    }

    /** Who this process is, as the file system sees it; of one that cannot be written to, as that of temporary files does. */
    private static UserPrincipal user(Path folder) throws IOException {
        try {
            return owner(folder);
        } catch (FileSystemException e) {
            return owner(Path.of(System.getProperty("java.io.tmpdir")));
        }
    }

    /** Of what this process writes there. */
    private static UserPrincipal owner(Path folder) throws IOException {
        Path probe = folder.resolve(UUID.randomUUID() + TEMPORARY);
        write(probe, new byte[0]);
        try {
            return Files.getOwner(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** Writes a new file that only the user can read. */
    public static void write(Path file, byte[] content) throws IOException {
        try (SeekableByteChannel out = Files.newByteChannel(file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions(file, "rw-------"))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
        }
    }

    /** Puts a file that only the user can read in its place, whole: who reads meanwhile, or after a crash, finds the old content or the new. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
        try {
            write(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
