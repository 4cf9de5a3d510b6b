package dev.gyre.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The private folder of this process, gone when the process ends. So one installation, be it read-only, serves any number of
 * processes.
 *
 * <p>A process that was killed leaves its folder behind; the next one that ends in order removes it. Thread-safe.
 */
final class Scratch implements AutoCloseable {
    private static final String PREFIX = "gyre-";
    private static final String LOCK = "lock";
    /** For the framework's cache of the bundles, a few KB each, and of plug-ins. */
    private static final long ENOUGH_MEMORY = 32 << 20;
    private static final FileAttribute<?>[] OWNER_ONLY = FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
            : new FileAttribute<?>[0];
    /** A folder this young may belong to a process that has not locked it yet. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final Path folder;
    private final FileChannel lock;

    private Scratch(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * A folder in memory for many small files, where the system has one; else the given one.
     *
     * @param otherwise an existing folder
     */
    static Path inMemory(Path otherwise) {
        return Stream.of(System.getenv().getOrDefault("XDG_RUNTIME_DIR", ""), "/dev/shm").filter(name -> !name.isEmpty()).map(Path::of)
                .filter(Scratch::hasRoom).findFirst().orElse(otherwise);
    }

    private static boolean hasRoom(Path folder) {
        try {
            return Files.isWritable(folder) && Files.getFileStore(folder).getUsableSpace() > ENOUGH_MEMORY;
        } catch (IOException e) {
            return false;
        }
    }

    /** @param parent an existing folder, {@code java.io.tmpdir} as a rule */
    static Scratch create(Path parent) {
        try {
            Path folder = parent.resolve(PREFIX + ProcessHandle.current().pid() + '-' + Long.toHexString(System.nanoTime()));
            Files.createDirectory(folder, OWNER_ONLY); // fails if anything is there already
            FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            return new Scratch(folder, lock);
        } catch (IOException e) {
            throw new LauncherException(LauncherException.CANNOT_CREATE, "cannot make a temporary folder in " + parent + ": " + e
                    + "; free some space or name another with GYRE_OPTS=-Djava.io.tmpdir=FOLDER", e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Removes the folder and those of dead processes. What cannot be removed stays: the process is ending anyway. */
    @Override
    public synchronized void close() {
        if (!lock.isOpen()) {
            return;
        }
        try {
            sweep();
        } catch (IOException e) {
            // another process's to do
        }
        try {
            lock.close();
            delete(folder);
        } catch (IOException e) {
            System.err.println("gyre: cannot remove " + folder + ": " + e);
        }
    }

    private void sweep() throws IOException {
        Object self = Files.getOwner(folder);
        Instant limit = Instant.now().minus(SETTLED);
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder.getParent(), PREFIX + "*")) {
            for (Path other : others) {
                // in a shared folder, what other users made is not even looked into
                if (!other.equals(folder) && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(self) && isOlder(other, limit)) {
                    deleteIfDead(other);
                }
            }
        }
    }

    private static boolean isOlder(Path folder, Instant limit) throws IOException {
        FileTime changed = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS);
        return changed.toInstant().isBefore(limit);
    }

    private static void deleteIfDead(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock held = channel.tryLock()) {
            if (held != null) {
                delete(folder);
            }
        } catch (IOException | RuntimeException e) {
            // no folder of ours, or held by this very JVM
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                directory.toFile().setWritable(true); // staged files of applications are read-only
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // whoever made it inside was faster
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
