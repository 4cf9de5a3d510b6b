package dev.gyre.api.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Files whose changes a crash does not undo and never leaves half-made: who reads meanwhile, or after the machine has lost its power, finds the
 * old content or the new. Stateless; blocks on the disk.
 */
public final class WholeFiles {
    private WholeFiles() {
    }

    /** Removes what killed processes have left of their changes in a folder that nobody else changes now. What cannot be removed stays. */
    public static void sweep(Path folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*" + PrivateFiles.TEMPORARY)) {
            left.forEach(WholeFiles::tryToDelete);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void tryToDelete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // it does no harm where it is
        }
    }

    /** Puts a file in its place: written beside it, forced to the disk and renamed. It has the permissions of the one it replaces. */
    public static void replace(Path file, byte[] content) throws IOException {
        replace(file, content, step -> { });
    }

    /**
     * The same.
     *
     * @param steps told of every step once it is made
     */
    public static void replace(Path file, byte[] content, Consumer<String> steps) throws IOException {
        Path fresh = file.resolveSibling("." + UUID.randomUUID() + PrivateFiles.TEMPORARY);
        Optional<Set<PosixFilePermission>> permissions = permissions(file);
        FileAttribute<?>[] first = permissions.map(p -> new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(p)}).orElse(new FileAttribute<?>[0]);
        try {
            try (FileChannel out = FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), first)) {
                steps.accept("created");
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                steps.accept("written");
                if (permissions.isPresent()) {
                    Files.setPosixFilePermissions(fresh, permissions.get()); // those that the umask has taken
                }
                out.force(true);
            }
            steps.accept("forced");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            steps.accept("renamed");
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        forceFolder(file);
        steps.accept("folder forced");
    }

    private static Optional<Set<PosixFilePermission>> permissions(Path file) throws IOException {
        return isPosix(file) && Files.exists(file) ? Optional.of(Files.getPosixFilePermissions(file)) : Optional.empty();
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Removes a file, if it is there. */
    public static void delete(Path file) throws IOException {
        delete(file, step -> { });
    }

    /**
     * The same.
     *
     * @param steps told of every step once it is made
     */
    public static void delete(Path file, Consumer<String> steps) throws IOException {
        if (Files.deleteIfExists(file)) {
            steps.accept("deleted");
            forceFolder(file);
            steps.accept("folder forced");
        }
    }

    /** Renaming and deleting are changes of the folder. Windows cannot open one, and needs not. */
    private static void forceFolder(Path file) throws IOException {
        if (isPosix(file)) {
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }
}
